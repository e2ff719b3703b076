import { type ComponentResource, interpolate } from "@pulumi/pulumi";
import { PUBLISHED, QUARANTINE } from "../../functions/neighbourhood/keys.ts";
import { STATIONS_KEY } from "../../functions/posts/keys.ts";
import type { ComplianceFunction } from "../../state-machines/compliance/resources.ts";
import { functionMaker, type PipelineFunction } from "../platform/function.ts";
import { objectStatements, versionStatements } from "../platform/permissions/data.ts";
import { allow } from "../platform/permissions/statement.ts";
import { databaseFiles, type Platform, roleLogin, threadFiles, xEnvironment } from "../platform/platform.ts";

/** What holds posts, or what was made from them. */
const STORED = ["raw/", "analysis/", QUARANTINE, ...PUBLISHED];

/** The functions of the compliance check, each with what it may do, and no more. */
export function complianceFunctions(
  platform: Platform,
  parent: ComponentResource,
): Record<ComplianceFunction, PipelineFunction> {
  const { settings, storage, codeVersion, xToken } = platform;
  const make = functionMaker("compliance", platform, parent);
  const data = (access: Parameters<typeof objectStatements>[1]) => objectStatements(storage.data, access);
  const { environment: ofRole, statement: signIn } = roleLogin(platform);
  const readToken = allow("ReadToken", ["secretsmanager:GetSecretValue"], xToken.arn);
  const ofStore = { DATA_BUCKET: storage.data.id };
  const ofX = { ...ofStore, ...xEnvironment(platform) };
  const inDatabase = { files: databaseFiles(platform), reachesDatabase: true };
  const writeCheck = (sid: string) =>
    allow(sid, ["s3:PutObject"], interpolate`${storage.data.arn}/compliance/*`);
  const check = { read: ["compliance/"], write: ["compliance/"], remove: ["compliance/"] };
  return {
    listPosts: make<typeof import("../../functions/lambda/compliance/list-posts.ts")>("listPosts", {
      description: "Lists the ids of all stored posts",
      environment: { ...ofStore, ...ofRole },
      // Of a run whose raw pages are gone, the posts stand in what was made of them.
      statements: [...data({ ...check, read: ["compliance/", "raw/", "analysis/", QUARANTINE] }), signIn],
      ...inDatabase,
    }),
    submitJob: make<typeof import("../../functions/lambda/compliance/submit-job.ts")>("submitJob", {
      description: "Asks X about one list of ids",
      environment: ofX,
      statements: [...data({ read: ["compliance/"] }), readToken],
    }),
    checkJob: make<typeof import("../../functions/lambda/compliance/check-job.ts")>("checkJob", {
      description: "Stores what X answered",
      environment: ofX,
      statements: [writeCheck("WriteAnswer"), readToken],
    }),
    prepareRemoval: make<typeof import("../../functions/lambda/compliance/prepare-removal.ts")>(
      "prepareRemoval",
      {
        description: "Writes down what goes, and takes the pipeline's lease",
        environment: { ...ofStore, ...ofRole },
        statements: [...data({ read: ["compliance/"], write: ["compliance/"] }), signIn],
        timeoutSeconds: 300,
        ...inDatabase,
      },
    ),
    removePosts: make<typeof import("../../functions/lambda/compliance/remove-posts.ts")>("removePosts", {
      description: "Cuts posts out of raw pages",
      environment: ofStore,
      statements: data({ read: ["compliance/", "raw/"], write: ["raw/"] }),
    }),
    rebuildRuns: make<typeof import("../../functions/lambda/compliance/rebuild-runs.ts")>("rebuildRuns", {
      description: "Rebuilds the runs from which posts were removed",
      environment: {
        ...ofStore,
        ...ofRole,
        CODE_VERSION: codeVersion,
        MIN_POSTS: String(settings.analysis.minPosts),
      },
      statements: [
        ...data({
          read: ["compliance/", STATIONS_KEY, "raw/", "analysis/", QUARANTINE, ...PUBLISHED],
          write: ["analysis/", QUARANTINE, ...PUBLISHED],
          remove: ["analysis/", QUARANTINE, ...PUBLISHED],
        }),
        signIn,
      ],
      memoryMb: settings.analysis.memoryMb,
      files: { ...databaseFiles(platform), ...threadFiles(platform) },
      reachesDatabase: true,
    }),
    purgeVersions: make<typeof import("../../functions/lambda/compliance/purge-versions.ts")>(
      "purgeVersions",
      {
        description: "Removes earlier versions of objects that may hold removed posts",
        environment: ofStore,
        statements: versionStatements(storage.data, STORED),
      },
    ),
    vacuumDatabase: make<typeof import("../../functions/lambda/compliance/vacuum-database.ts")>(
      "vacuumDatabase",
      {
        description: "Rewrites the database's files without removed posts",
        environment: ofRole,
        statements: [signIn],
        ...inDatabase,
      },
    ),
    closeCheck: make<typeof import("../../functions/lambda/compliance/close-check.ts")>("closeCheck", {
      description: "Writes how the check ended and releases its leases",
      environment: { ...ofStore, ...ofRole },
      statements: [...data(check), signIn],
      timeoutSeconds: 300,
      ...inDatabase,
    }),
    recordCheckFailure: make<typeof import("../../functions/lambda/compliance/record-check-failure.ts")>(
      "recordCheckFailure",
      {
        description: "Writes why a check failed and releases its leases",
        environment: { ...ofStore, ...ofRole },
        statements: [writeCheck("WriteReport"), signIn],
        timeoutSeconds: 300,
        ...inDatabase,
      },
    ),
  };
}
