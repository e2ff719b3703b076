export type ComplianceFunction =
  | "listPosts"
  | "submitJob"
  | "checkJob"
  | "prepareRemoval"
  | "removePosts"
  | "rebuildRuns"
  | "purgeVersions"
  | "vacuumDatabase"
  | "closeCheck"
  | "recordCheckFailure";

/** What the machine refers to. On the laptop the names stand for themselves: nothing is called by them. */
export interface ComplianceResources {
  /** The ARN of each function. */
  readonly functions: Readonly<Record<ComplianceFunction, string>>;
  /** The ARN of the SNS topic that hears of every failure. */
  readonly failureTopic: string;
  /** After this the execution is ended, whatever it does; 22 hours by default, so that the next day's finds it gone. */
  readonly executionTimeoutSeconds?: number;
}
