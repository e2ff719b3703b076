/** The functions that the machine calls, each with the name of its file. */
export const COMPLIANCE_FUNCTIONS = {
  prepareDatabase: "prepare-database",
  listPosts: "list-posts",
  submitJob: "submit-job",
  checkJob: "check-job",
  prepareRemoval: "prepare-removal",
  removePosts: "remove-posts",
  rebuildRuns: "rebuild-runs",
  purgeVersions: "purge-versions",
  vacuumDatabase: "vacuum-database",
  closeCheck: "close-check",
  recordCheckFailure: "record-check-failure",
} as const;
export type ComplianceFunction = keyof typeof COMPLIANCE_FUNCTIONS;

/** What the machine refers to. On the laptop the names stand for themselves: nothing is called by them. */
export interface ComplianceResources {
  /** The ARN of each function. */
  readonly functions: Readonly<Record<ComplianceFunction, string>>;
  /** The ARN of the SNS topic that hears of every failure. */
  readonly failureTopic: string;
  /** After this the execution is ended, whatever it does; 22 hours by default, so that the next day's finds it gone. */
  readonly executionTimeoutSeconds?: number;
}
