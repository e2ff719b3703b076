import { type RecordFailurePorts, recordFailure } from "./record-failure.ts";

/** How an execution ended, in the words of DescribeExecution, or UNKNOWN where Step Functions has forgotten it. */
export interface ExecutionEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "UNKNOWN";
  readonly error?: string | null | undefined;
  readonly cause?: string | null | undefined;
}

/** What is recorded where the execution itself gives no error. */
const ERRORS = {
  ABORTED: { Error: "Aborted", Cause: "The execution was stopped." },
  TIMED_OUT: { Error: "States.Timeout", Cause: "The execution took longer than its TimeoutSeconds." },
  FAILED: { Error: "States.Runtime", Cause: "The execution failed; its history says why." },
  UNKNOWN: { Error: "ExecutionDoesNotExist", Cause: "Step Functions does not know the execution any more." },
} as const;

/**
 * Marks the run of an ended execution as failed and gives its lease back, where the execution's own states did
 * not: it was stopped from outside, or could not record its failure. Changes nothing for one that succeeded.
 */
export async function recordEnd(
  execution: string,
  { status, error, cause }: ExecutionEnd,
  ports: RecordFailurePorts,
): Promise<void> {
  if (status === "SUCCEEDED") return;
  const known = error ? { Error: error, Cause: cause ?? "" } : ERRORS[status];
  await recordFailure({ state: { error: known }, execution }, ports);
}
