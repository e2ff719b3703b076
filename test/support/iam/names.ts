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
