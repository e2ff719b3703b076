import { z } from "zod";
import { parseRun, type Run } from "../neighbourhood/run.ts";
import type { Clock, Database } from "../ports.ts";
import { refuseWhileOthersRun, takeLease } from "./lease.ts";

const Event = z.object({ input: z.unknown(), execution: z.string(), startTime: z.string() });

export interface PrepareDatabasePorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly codeVersion: string;
  /** Brings the schema up to date; does nothing where it is. */
  migrate(): Promise<void>;
}

/**
 * Brings the schema up to date, takes the run's lease in the name of the execution and opens the run's row.
 * A run that was there before keeps its scheduled time, whatever the clock says now, so that a second
 * attempt derives the same keys and rows. Throws InvalidInput, RunInProgress, DatabaseUnavailable.
 */
export async function prepareDatabase(event: unknown, ports: PrepareDatabasePorts): Promise<Run> {
  const { input, execution, startTime } = Event.parse(event);
  const wanted = parseRun(input, startTime);
  const now = ports.clock.now();
  const lease = { runId: wanted.runId, execution };
  // Before the migration, so that a second start changes nothing under the first, not even the schema.
  await refuseWhileOthersRun(ports.database, lease, now);
  await ports.migrate();
  return ports.database.transaction(async (transaction) => {
    await takeLease(transaction, lease, now);
    const [row] = await transaction.query<{ scheduled_time: Date; batch_nr: number }>(
      `insert into citypulse.runs as run
         (run_id, scheduled_time, batch_nr, status, engine, execution, code_version, started_at)
       values ($1, $2, $3, 'running', $4, $5, $6, $7)
       on conflict (run_id) do update
         set status = 'running', engine = excluded.engine, execution = excluded.execution,
             started_at = excluded.started_at, ended_at = null, error_name = null, error_message = null
       returning scheduled_time, batch_nr`,
      [wanted.runId, wanted.scheduledTime, wanted.batchNr, wanted.engine, execution, ports.codeVersion, now],
    );
    if (row === undefined) return wanted;
    return { ...wanted, scheduledTime: row.scheduled_time.toISOString(), batchNr: row.batch_nr };
  });
}
