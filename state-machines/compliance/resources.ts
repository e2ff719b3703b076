import type { FunctionArns } from "../functions.ts";

/** The check's own functions. */
export const COMPLIANCE_FUNCTIONS = [
  "listPosts",
  "submitJob",
  "checkJob",
  "prepareRemoval",
  "removePosts",
  "rebuildRuns",
  "purgeVersions",
  "vacuumDatabase",
  "closeCheck",
  "recordCheckFailure",
] as const;
export type ComplianceFunction = (typeof COMPLIANCE_FUNCTIONS)[number];

/** What the machine refers to. On the laptop the names stand for themselves: nothing is called by them. */
export interface ComplianceResources {
  readonly functions: FunctionArns<ComplianceFunction | "prepareDatabase">;
  /** The ARN of the SNS topic that hears of every failure. */
  readonly failureTopic: string;
  /** After this the execution is ended, whatever it does; 22 hours by default, so that the next day's finds it gone. */
  readonly executionTimeoutSeconds?: number;
}
