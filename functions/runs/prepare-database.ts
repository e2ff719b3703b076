import { z } from "zod";
import type { Clock, Database } from "../ports.ts";
import { InputContract, type RunFields, readInput } from "./input.ts";
import { refuseWhileOthersRun, takeLease } from "./lease.ts";
import type { RunIdentity } from "./run-id.ts";

const Event = z.object({
  pipeline: z.string(),
  contract: InputContract,
  input: z.unknown(),
  execution: z.string(),
  startTime: z.string(),
});

export interface PrepareDatabasePorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly codeVersion: string;
  /** Brings the schema up to date; does nothing if it is. */
  migrate(): Promise<void>;
}

/**
 * The first state of every pipeline: reads the execution's input by the pipeline's contract, brings the schema up to
 * date, takes the pipeline's lease in the name of the execution, and opens the run's row. A run that has a row keeps
 * its scheduled time, whatever the clock says now, so that a second attempt derives the same keys and rows.
 * Returns the run as all states see it. Throws InvalidInput, RunInProgress, DatabaseUnavailable.
 */
export async function prepareDatabase(
  event: unknown,
  ports: PrepareDatabasePorts,
): Promise<RunIdentity & RunFields> {
  const { pipeline, contract, input, execution, startTime } = Event.parse(event);
  const wanted = readInput(contract, input, startTime);
  const now = ports.clock.now();
  const lease = { pipeline, runId: wanted.runId, execution };
  // Before the migration, so that a second start changes nothing under the first, not even the schema.
  await refuseWhileOthersRun(ports.database, lease, now);
  await ports.migrate();
  return ports.database.transaction(async (transaction) => {
    await takeLease(transaction, lease, now);
    const [row] = await transaction.query<{ scheduled_time: Date; batch_nr: number }>(
      `insert into citypulse.runs as run
         (pipeline, run_id, scheduled_time, batch_nr, status, engine, execution, code_version, started_at)
       values ($1, $2, $3, $4, 'running', $5, $6, $7, $8)
       on conflict (pipeline, run_id) do update
         set status = 'running', engine = excluded.engine, execution = excluded.execution,
             started_at = excluded.started_at, ended_at = null, error_name = null, error_message = null
       returning scheduled_time, batch_nr`,
      [
        pipeline,
        wanted.runId,
        wanted.scheduledTime,
        wanted.batchNr,
        typeof wanted.engine === "string" ? wanted.engine : null,
        execution,
        ports.codeVersion,
        now,
      ],
    );
    if (row === undefined) return wanted;
    return { ...wanted, scheduledTime: row.scheduled_time.toISOString(), batchNr: row.batch_nr };
  });
}
