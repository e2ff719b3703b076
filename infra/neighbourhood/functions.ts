import { type ComponentResource, interpolate } from "@pulumi/pulumi";
import { archiveOf } from "../platform/bundle.ts";
import { CLUSTER_LOGS } from "../platform/clusters.ts";
import { type FunctionArgs, PipelineFunction } from "../platform/function.ts";
import { allow, allowOnAny } from "../platform/permissions/statement.ts";
import type { EnvironmentOf, FunctionName } from "./entries.ts";
import { databaseEnvironment, databaseFiles, migrationFiles, type Platform } from "./parts.ts";
import { loginStatement, objectStatements } from "./permissions.ts";

/** What differs from function to function. */
type Differences<Name extends FunctionName> = Pick<FunctionArgs, "description" | "statements"> & {
  readonly environment: {
    readonly [Variable in keyof EnvironmentOf<Name>]: FunctionArgs["environment"][string];
  };
  readonly files?: Parameters<typeof archiveOf>[1];
  /** 512 by default. */
  readonly memoryMb?: number;
  /** 900 by default, the most that Lambda has; work that may outgrow it comes in slices. */
  readonly timeoutSeconds?: number;
  /** Whether it reaches the database, and so is inside the network, without a way to the internet. */
  readonly reachesDatabase?: boolean;
};

/** The functions that the state machine calls, each with what it may do, and no more. */
export function pipelineFunctions(platform: Platform, parent: ComponentResource) {
  const { settings, storage, database, codeVersion } = platform;
  const make = <Name extends FunctionName>(name: Name, differences: Differences<Name>) =>
    makeFunction(name, differences, platform, parent);
  const data = (access: Parameters<typeof objectStatements>[1]) => objectStatements(storage.data, access);
  const signIn = loginStatement(database.role, { ...platform, ...settings, instance: database.instance });
  const ofStore = { DATA_BUCKET: storage.data.id };
  const ofCode = { CODE_VERSION: codeVersion };
  const ofRole = { ...databaseEnvironment(platform), DATABASE_USER: database.role };
  const { analysis } = settings;
  return {
    prepareDatabase: make("prepare-database", {
      description: "Brings the schema up to date and takes the run's lease",
      environment: { ...ofCode, ...ofRole, DATABASE_SECRET: database.ownerSecret },
      files: { ...databaseFiles(platform), ...migrationFiles() },
      statements: [allow("ReadOwner", ["secretsmanager:GetSecretValue"], database.ownerSecret)],
      reachesDatabase: true,
    }),
    extractPosts: make("extract-posts", {
      description: "Stores what X gives, page by page",
      environment: {
        ...ofStore,
        X_TOKEN_SECRET: platform.xToken.arn,
        X_SETTINGS: JSON.stringify(settings.posts),
      },
      statements: [
        ...data({ read: ["raw/", "input/", "sources/"], write: ["raw/", "sources/"], remove: ["raw/"] }),
        allow("ReadToken", ["secretsmanager:GetSecretValue"], platform.xToken.arn),
      ],
    }),
    analyse: make("analyse", {
      description: "Scores the posts and finds what is said where",
      environment: { ...ofCode, ...ofStore },
      statements: data({
        read: ["raw/", "input/", "analysis/"],
        write: ["analysis/", "quarantine/"],
        remove: ["analysis/", "quarantine/"],
      }),
      memoryMb: analysis.memoryMb,
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
      memoryMb: analysis.memoryMb,
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

/** The function that cleans up after executions that ended, outside of the network: it asks EMR and Step Functions. */
export function cleanUpFunction(
  platform: Platform,
  {
    runRecords,
    executions,
  }: { runRecords: PipelineFunction; executions: FunctionArgs["environment"][string] },
  parent: ComponentResource,
): PipelineFunction {
  const { settings, account, alerts } = platform;
  const clusters = interpolate`arn:aws:elasticmapreduce:${settings.region}:${account}:cluster/*`;
  return makeFunction(
    "clean-up",
    {
      description: "Ends the clusters that ended executions have left, and records their end",
      environment: { STACK: settings.stack, RUN_RECORDS: runRecords.name },
      statements: [
        allowOnAny("ListClusters", ["elasticmapreduce:ListClusters"]),
        // The tags, which say whose a cluster is, are read from its description.
        allow("DescribeClusters", ["elasticmapreduce:DescribeCluster"], clusters),
        allow("EndClusters", ["elasticmapreduce:TerminateJobFlows"], clusters, {
          StringEquals: { "elasticmapreduce:ResourceTag/citypulse:pipeline": "neighbourhood" },
        }),
        allow("FindExecutions", ["states:DescribeExecution"], executions),
        allow("AskForRecords", ["lambda:InvokeFunction"], runRecords.function.arn),
        allow("TellWhatFailed", ["sqs:SendMessage"], alerts.undelivered.arn),
      ],
      timeoutSeconds: 300,
    },
    platform,
    parent,
  );
}

function makeFunction<Name extends FunctionName>(
  name: Name,
  { files, reachesDatabase, memoryMb = 512, timeoutSeconds = 900, ...rest }: Differences<Name>,
  { settings: { stack, logDays }, code, network }: Platform,
  parent: ComponentResource,
): PipelineFunction {
  const bundle = code.get(name);
  if (bundle === undefined) throw new RangeError(`There is no code of the function ${name}.`);
  return new PipelineFunction(
    name,
    {
      ...rest,
      stack,
      logDays,
      memoryMb,
      timeoutSeconds,
      code: archiveOf(bundle, files),
      network: reachesDatabase === true ? network : undefined,
    },
    { parent },
  );
}
