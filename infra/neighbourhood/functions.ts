import type { ComponentResource } from "@pulumi/pulumi";
import { REMOVALS_KEY } from "../../functions/posts/keys.ts";
import { CLUSTER_LOGS } from "../platform/clusters.ts";
import { type Differences, makeFunction } from "../platform/make-function.ts";
import { loginStatement, objectStatements } from "../platform/permissions/data.ts";
import { allow } from "../platform/permissions/statement.ts";
import {
  databaseEnvironment,
  databaseFiles,
  migrationFiles,
  type Platform,
  threadFiles,
  xEnvironment,
} from "../platform/platform.ts";
import { functionMemory } from "../settings/function-memory.ts";
import type { FunctionName, Modules } from "./entries.ts";

/** The functions that the state machine calls, each with what it may do, and no more. */
export function pipelineFunctions(platform: Platform, parent: ComponentResource) {
  const { settings, storage, database, codeVersion } = platform;
  const make = <Name extends FunctionName>(name: Name, differences: Differences<Modules[Name]>) =>
    makeFunction<Modules[Name]>(name, differences, platform, parent);
  const data = (access: Parameters<typeof objectStatements>[1]) => objectStatements(storage.data, access);
  const signIn = loginStatement(database.role, { ...settings, instance: database.instance });
  const ofStore = { DATA_BUCKET: storage.data.id };
  const ofCode = { CODE_VERSION: codeVersion };
  const ofRole = { ...databaseEnvironment(platform), DATABASE_USER: database.role };
  const { analysis } = settings;
  return {
    prepareDatabase: make("prepare-database", {
      description: "Brings the schema up to date and takes the run's lease",
      environment: { ...ofCode, ...databaseEnvironment(platform), DATABASE_SECRET: database.ownerSecret },
      files: { ...databaseFiles(platform), ...migrationFiles() },
      statements: [allow("ReadOwner", ["secretsmanager:GetSecretValue"], database.ownerSecret)],
      reachesDatabase: true,
    }),
    extractPosts: make("extract-posts", {
      description: "Stores what X gives, page by page",
      environment: {
        ...ofStore,
        ...xEnvironment(platform),
        X_SETTINGS: JSON.stringify(settings.posts),
        REPLAY_PREFIX: settings.replayPrefix ?? "",
      },
      statements: [
        ...data({
          read: [
            "raw/",
            "input/",
            "sources/",
            REMOVALS_KEY,
            ...(settings.replayPrefix ? [settings.replayPrefix] : []),
          ],
          write: ["raw/", "sources/"],
          remove: ["raw/", "sources/"],
        }),
        allow("ReadToken", ["secretsmanager:GetSecretValue"], platform.xToken.arn),
      ],
    }),
    analyse: make("analyse", {
      description: "Scores the posts and finds what is said where",
      environment: { ...ofCode, ...ofStore },
      files: threadFiles(platform),
      statements: data({
        read: ["raw/", "input/", "analysis/"],
        write: ["analysis/", "quarantine/"],
        remove: ["analysis/", "quarantine/"],
      }),
      memoryMb: functionMemory("Analyse", analysis),
    }),
    planCluster: make("plan-cluster", {
      description: "Writes down what a cluster must know of the run, and how large it is to be",
      environment: { ...ofCode, ...ofStore },
      statements: data({
        read: ["raw/", "input/", "analysis/"],
        write: ["analysis/"],
        remove: ["analysis/", "quarantine/"],
      }),
    }),
    listResults: make("list-results", {
      description: "Writes the manifest of what a cluster wrote",
      environment: ofStore,
      statements: data({
        read: ["analysis/", "quarantine/"],
        write: ["analysis/"],
        remove: ["analysis/", "quarantine/"],
      }),
    }),
    loadResults: make("load-results", {
      description: "Loads the results into the database",
      environment: { ...ofStore, ...ofRole, MAX_REJECTED_SHARE: String(analysis.maxRejectedShare) },
      files: databaseFiles(platform),
      statements: [...data({ read: ["analysis/", "raw/"] }), signIn],
      memoryMb: functionMemory("LoadResults", analysis),
      reachesDatabase: true,
    }),
    publish: make("publish", {
      description: "Writes what the dashboard reads",
      environment: { ...ofStore, ...ofRole, MIN_POSTS: String(analysis.minPosts) },
      files: databaseFiles(platform),
      statements: [...data({ read: ["input/", "raw/", "published/"], write: ["published/"] }), signIn],
      reachesDatabase: true,
    }),
    closeRun: make("close-run", {
      description: "Writes how the run ended and gives its lease back",
      environment: { ...ofStore, ...ofRole, STACK: settings.stack },
      files: databaseFiles(platform),
      statements: [...data({ read: ["analysis/"] }), signIn],
      timeoutSeconds: 60,
      reachesDatabase: true,
    }),
    recordFailure: make("record-failure", {
      description: "Writes why a run failed and gives its lease back",
      environment: { ...ofRole, LOG_BUCKET: storage.logs.id },
      files: databaseFiles(platform),
      statements: [...objectStatements(storage.logs, { read: [CLUSTER_LOGS] }), signIn],
      timeoutSeconds: 120,
      reachesDatabase: true,
    }),
    runRecords: make("run-records", {
      description: "What the clean-up asks of the database",
      environment: ofRole,
      files: databaseFiles(platform),
      statements: [signIn],
      timeoutSeconds: 60,
      reachesDatabase: true,
    }),
  };
}
