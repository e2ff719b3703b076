import { hasLeases } from "./lease.ts";
import type { ExecutionEnd, RunRecords } from "./ports.ts";
import { type RecordFailurePorts, recordFailure } from "./record-failure.ts";

/** What is recorded if the execution itself gives no error. */
const ERRORS = {
  ABORTED: { Error: "Aborted", Cause: "The execution was stopped." },
  TIMED_OUT: { Error: "States.Timeout", Cause: "The execution took longer than its TimeoutSeconds." },
  FAILED: { Error: "States.Runtime", Cause: "The execution failed; its history says why." },
  UNKNOWN: { Error: "ExecutionDoesNotExist", Cause: "Step Functions does not know the execution any more." },
} as const;

/**
 * Marks the run of an ended execution as failed and releases its leases, if the execution's own states did not: it
 * was stopped from outside, or could not record its failure. Changes nothing for one that succeeded.
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

/** The records of all pipelines' runs in the database itself. */
export const databaseRunRecords = (ports: RecordFailurePorts): RunRecords => ({
  async state() {
    const { database } = ports;
    if (!(await hasLeases(database))) return { running: [], lastSuccess: {} };
    const running = await database.query<{ execution: string }>(
      "select execution from citypulse.runs where status = 'running' order by execution",
    );
    const last = await database.query<{ pipeline: string; ended_at: Date }>(
      `select pipeline,
              coalesce(max(ended_at) filter (where status in ('succeeded', 'empty')), min(started_at)) as ended_at
       from citypulse.runs group by pipeline`,
    );
    return {
      running: running.map(({ execution }) => execution),
      lastSuccess: Object.fromEntries(last.map(({ pipeline, ended_at }) => [pipeline, ended_at])),
    };
  },
  recordEnd: (execution, end) => recordEnd(execution, end, ports),
});
