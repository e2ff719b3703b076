/** The EMR clusters of the account, whoever they belong to. The clean-up tells by the tags which are its own. */
export interface Clusters {
  /** Those that start, run or wait. One that was started just now may be missing. */
  open(): Promise<{ readonly id: string; readonly since: Date }[]>;
  tagsOf(id: string): Promise<ReadonlyMap<string, string>>;
  /** Asks EMR to end the cluster, and does not wait for its end. One that ends or has ended is no error. */
  terminate(id: string): Promise<void>;
}

/** The logs of the clusters' steps, which lie in `<cluster>/steps/<step>/` under the clusters' LogUri. */
export interface StepLogs {
  readonly logUri: string;
  /** The last lines of a step's stderr; undefined where it is not there, or not yet. Throws where it cannot be read. */
  tail(clusterId: string, stepId: string): Promise<string | undefined>;
}

/** How an execution of a state machine is doing. */
export interface ExecutionState {
  /** RUNNING too where it waits for its redrive. */
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  /** When it was started, or redriven since. */
  readonly since: Date;
  /** Why it ended; left out where Step Functions does not say. */
  readonly error?: string;
  readonly cause?: string;
}

export interface Executions {
  /** Undefined for an execution that Step Functions does not know. The answer may be some seconds old. */
  find(arn: string): Promise<ExecutionState | undefined>;
}

/** How an execution ended, in the words of DescribeExecution, or UNKNOWN where Step Functions has forgotten it. */
export interface ExecutionEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "UNKNOWN";
  readonly error?: string | null | undefined;
  readonly cause?: string | null | undefined;
}

/** What the database has on record about runs. In AWS it stands behind a function inside the database's network. */
export interface RunRecords {
  /**
   * The ARNs of the executions whose runs have no recorded end, and when a run of each pipeline last succeeded: if none
   * ever did, when its first run began. A pipeline without runs is not in it.
   */
  state(): Promise<{
    readonly running: readonly string[];
    readonly lastSuccess: Readonly<Record<string, Date>>;
  }>;
  /** Records the end of an execution where its own states did not; see recordEnd (functions/runs/run-records.ts). */
  recordEnd(execution: string, end: ExecutionEnd): Promise<void>;
}
