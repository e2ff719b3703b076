import type { Database, Transaction } from "../ports.ts";
import { releaseLeases } from "./lease.ts";

/** A run that ended well, and the execution that ended it. */
export interface EndedRun {
  readonly pipeline: string;
  readonly runId: string;
  readonly execution: string;
  readonly status: "succeeded" | "empty";
}

/**
 * Writes how the run ended, with what `record` adds to it in the pipeline's own tables, and releases the execution's
 * leases: all of it or nothing. Changes nothing in the rows if another execution has taken the run over.
 */
export async function closeRun(
  database: Database,
  { pipeline, runId, execution, status }: EndedRun,
  now: Date,
  record: (transaction: Transaction) => Promise<void> = async () => {},
): Promise<void> {
  await database.transaction(async (transaction) => {
    const closed = await transaction.query(
      `update citypulse.runs
       set status = $3, ended_at = $4, error_name = null, error_message = null
       where pipeline = $1 and run_id = $2 and execution = $5
       returning run_id`,
      [pipeline, runId, status, now, execution],
    );
    if (closed.length > 0) await record(transaction);
    await releaseLeases(transaction, execution);
  });
}
