import { functionName } from "../../../infra/settings/names.ts";
import { COMPLIANCE_FUNCTIONS } from "../../../state-machines/compliance/resources.ts";
import { SHARED_FOLDER, SHARED_FUNCTIONS } from "../../../state-machines/functions.ts";
import { NEIGHBOURHOOD_FUNCTIONS } from "../../../state-machines/neighbourhood/resources.ts";
import { ACCOUNT } from "../stack/mock-outputs.ts";
import type { Context } from "./evaluate.ts";

/** The names that the stack dev has in us-east-1, as AWS says them. */
export const arn = (service: string, name: string): string =>
  `arn:aws:${service}:us-east-1:${ACCOUNT}:${name}`;
export const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/citypulse-dev-${name}`;
export const functionArn = (name: string): string => arn("lambda", `function:citypulse-dev-${name}`);

export const DATA = "arn:aws:s3:::citypulse-dev-data-0000";
export const JOBS = "arn:aws:s3:::citypulse-dev-jobs-0000";
export const LOGS = "arn:aws:s3:::citypulse-dev-logs-0000";
export const TOPIC = arn("sns", "citypulse-dev-alerts");
export const UNDELIVERED = arn("sqs", "citypulse-dev-undelivered");
export const stateMachine = (name: string): string => arn("states", `stateMachine:citypulse-dev-${name}`);
export const CLUSTER = arn("elasticmapreduce", "cluster/j-1");
export const DISK_KEY = arn("kms", "key/disks-0000");
export const DATABASE_USER = arn("rds-db", "dbuser:db-0000/citypulse_pipeline");

/** The tags by which the pipeline's clusters are told from others, as conditions ask for them. */
const TAGS = { "citypulse:pipeline": "neighbourhood", stack: "dev" };
const asked = (prefix: string): Context =>
  Object.fromEntries(
    Object.entries(TAGS).map(([tag, value]) => [`elasticmapreduce:${prefix}/${tag}`, value]),
  );
/** Of a cluster that is there. */
export const CLUSTER_TAGS = asked("ResourceTag");
/** Of one that is asked for. */
export const NEW_CLUSTER_TAGS = asked("RequestTag");

/** A pipeline: its state machine, what its states call, and the schedule that starts it. */
export interface Pipeline {
  readonly name: string;
  readonly schedule: string;
  readonly functions: readonly string[];
  /** Those that sign in to the database by IAM's token. */
  readonly signedIn: readonly string[];
}

const called = (folder: string, names: readonly string[]): string[] =>
  names.map((name) => functionName(folder, name));

const NEIGHBOURHOOD: Pipeline = {
  name: "neighbourhood",
  schedule: "weekly-schedule",
  functions: [
    ...called("neighbourhood", NEIGHBOURHOOD_FUNCTIONS),
    ...called(SHARED_FOLDER, SHARED_FUNCTIONS),
  ],
  signedIn: [
    ...called("neighbourhood", ["loadResults", "publish", "closeRun"]),
    ...called(SHARED_FOLDER, ["recordFailure"]),
  ],
};

const COMPLIANCE: Pipeline = {
  name: "compliance",
  schedule: "compliance-schedule",
  functions: [...called("compliance", COMPLIANCE_FUNCTIONS), ...called(SHARED_FOLDER, ["prepareDatabase"])],
  signedIn: called("compliance", [
    ...["listPosts", "prepareRemoval", "rebuildRuns", "vacuumDatabase", "closeCheck", "recordCheckFailure"],
  ]),
};

export const PIPELINES: readonly Pipeline[] = [NEIGHBOURHOOD, COMPLIANCE];

/** Every function, without the stack's name: those of the states, and the two that clean up after executions. */
export const FUNCTIONS: readonly string[] = [
  ...new Set([
    ...PIPELINES.flatMap(({ functions }) => functions),
    ...called(SHARED_FOLDER, ["runRecords", "cleanUp"]),
  ]),
];
export const SIGNED_IN: readonly string[] = [
  ...new Set([...PIPELINES.flatMap(({ signedIn }) => signedIn), "runs-run-records"]),
];
/** Those inside the database's network; one of them signs in by the owner's password. */
export const IN_NETWORK: readonly string[] = [...SIGNED_IN, "runs-prepare-database"];
