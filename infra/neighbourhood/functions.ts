import type { ComponentResource } from "@pulumi/pulumi";
import { LATEST_KEY, PUBLISHED, QUARANTINE } from "../../functions/neighbourhood/keys.ts";
import { REMOVALS_KEY, STATIONS_KEY } from "../../functions/posts/keys.ts";
import { functionMaker } from "../platform/function.ts";
import { objectStatements } from "../platform/permissions/data.ts";
import { allow } from "../platform/permissions/statement.ts";
import { databaseFiles, type Platform, roleLogin, threadFiles, xEnvironment } from "../platform/platform.ts";
import { functionMemory } from "../settings/function-memory.ts";

/** The functions that the state machine calls, each with what it may do, and no more. */
export function neighbourhoodFunctions(platform: Platform, parent: ComponentResource) {
  const { settings, storage, codeVersion } = platform;
  const make = functionMaker("neighbourhood", platform, parent);
  const data = (access: Parameters<typeof objectStatements>[1]) => objectStatements(storage.data, access);
  const { environment: ofRole, statement: signIn } = roleLogin(platform);
  const ofStore = { DATA_BUCKET: storage.data.id };
  const ofCode = { CODE_VERSION: codeVersion };
  const { analysis } = settings;
  return {
    extractPosts: make<typeof import("../../functions/lambda/neighbourhood/extract-posts.ts")>(
      "extractPosts",
      {
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
              STATIONS_KEY,
              "sources/",
              REMOVALS_KEY,
              ...(settings.replayPrefix ? [settings.replayPrefix] : []),
            ],
            write: ["raw/", "sources/"],
            remove: ["raw/", "sources/"],
          }),
          allow("ReadToken", ["secretsmanager:GetSecretValue"], platform.xToken.arn),
        ],
      },
    ),
    analyse: make<typeof import("../../functions/lambda/neighbourhood/analyse.ts")>("analyse", {
      description: "Scores the posts and finds what is said where",
      environment: { ...ofCode, ...ofStore },
      files: threadFiles(platform),
      statements: data({
        read: ["raw/", STATIONS_KEY, "analysis/"],
        write: ["analysis/", QUARANTINE],
        remove: ["analysis/", QUARANTINE],
      }),
      memoryMb: functionMemory("Analyse", analysis),
    }),
    planCluster: make<typeof import("../../functions/lambda/neighbourhood/plan-cluster.ts")>("planCluster", {
      description: "Writes down what a cluster must know about the run, and its size",
      environment: { ...ofCode, ...ofStore },
      statements: data({
        read: ["raw/", STATIONS_KEY, "analysis/"],
        write: ["analysis/"],
        remove: ["analysis/", QUARANTINE],
      }),
    }),
    listResults: make<typeof import("../../functions/lambda/neighbourhood/list-results.ts")>("listResults", {
      description: "Writes the manifest of what a cluster wrote",
      environment: ofStore,
      statements: data({
        read: ["analysis/", QUARANTINE],
        write: ["analysis/"],
        remove: ["analysis/", QUARANTINE],
      }),
    }),
    loadResults: make<typeof import("../../functions/lambda/neighbourhood/load-results.ts")>("loadResults", {
      description: "Loads the results into the database",
      environment: { ...ofStore, ...ofRole, MAX_REJECTED_SHARE: String(analysis.maxRejectedShare) },
      files: databaseFiles(platform),
      statements: [...data({ read: ["analysis/", "raw/"] }), signIn],
      memoryMb: functionMemory("LoadResults", analysis),
      reachesDatabase: true,
    }),
    publish: make<typeof import("../../functions/lambda/neighbourhood/publish.ts")>("publish", {
      description: "Publishes the figures for dashboards",
      environment: { ...ofStore, ...ofRole, MIN_POSTS: String(analysis.minPosts) },
      files: databaseFiles(platform),
      statements: [...data({ read: [STATIONS_KEY, "raw/", LATEST_KEY], write: PUBLISHED }), signIn],
      reachesDatabase: true,
    }),
    closeRun: make<typeof import("../../functions/lambda/neighbourhood/close-run.ts")>("closeRun", {
      description: "Writes how the run ended and releases its lease",
      environment: { ...ofStore, ...ofRole, STACK: settings.stack },
      files: databaseFiles(platform),
      statements: [...data({ read: ["analysis/"] }), signIn],
      timeoutSeconds: 60,
      reachesDatabase: true,
    }),
  };
}
