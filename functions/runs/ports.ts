/** All EMR clusters of the account. The clean-up recognises its own by their tags. */
export interface Clusters {
  /** The clusters that are starting, running or waiting. One that was started a moment ago can be missing. */
  open(): Promise<{ readonly id: string; readonly since: Date }[]>;
  tagsOf(id: string): Promise<ReadonlyMap<string, string>>;
  /** Requests the end of the cluster and does not wait for it. A cluster that is ending or has ended is no error. */
  terminate(id: string): Promise<void>;
}

/** The logs of the clusters' steps, which are stored in `<cluster>/steps/<step>/` under the clusters' LogUri. */
export interface StepLogs {
  readonly logUri: string;
  /** The last lines of a step's stderr; undefined if it is not stored, or not yet. Throws if it cannot be read. */
  tail(clusterId: string, stepId: string): Promise<string | undefined>;
}

/** The state of an execution of a state machine. */
export interface ExecutionState {
  /** RUNNING also while it waits for its redrive. */
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  /** When it was started or last redriven. */
  readonly since: Date;
  /** Why it ended; omitted if Step Functions does not say. */
  readonly error?: string;
  readonly cause?: string;
}

export interface Executions {
  /** Undefined for an execution that Step Functions does not know. The answer may be some seconds old. */
  find(arn: string): Promise<ExecutionState | undefined>;
}

/** How an execution ended, in the terms of DescribeExecution, or UNKNOWN if Step Functions does not know it any more. */
export interface ExecutionEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "UNKNOWN";
  readonly error?: string | null | undefined;
  readonly cause?: string | null | undefined;
}

/** The records of runs in the database. In AWS they are reached through a function inside the database's network. */
export interface RunRecords {
  /**
   * The ARNs of the executions whose runs have no recorded end, and when a run of each pipeline last succeeded, or when
   * its first run began if none has succeeded. A pipeline without runs is not included.
   */
  state(): Promise<{
    readonly running: readonly string[];
    readonly lastSuccess: Readonly<Record<string, Date>>;
  }>;
  /** Records the end of an execution if its own states did not; see recordEnd (functions/runs/run-records.ts). */
  recordEnd(execution: string, end: ExecutionEnd): Promise<void>;
}
