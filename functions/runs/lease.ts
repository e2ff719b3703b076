import { RunInProgress } from "../errors.ts";
import type { Queries } from "../ports.ts";

/**
 * One active run for each pipeline: a row in Postgres, in the name of the execution that holds it. If an execution
 * ends without releasing it (aborted, timed out), the clean-up rule does; should that fail too, the lease expires
 * after the longest time that an execution can take.
 */
export interface Lease {
  /** The pipeline whose runs the lease keeps out. */
  readonly pipeline: string;
  readonly runId: string;
  readonly execution: string;
}

/** Longer than any state machine's own TimeoutSeconds, so that no living execution can lose its lease. */
const LEASE_HOURS = 25;

/**
 * Takes the lease, or takes it again: the same execution (a retried task) and the same run (started again after it was
 * killed) can. Throws RunInProgress if another run holds it.
 */
export async function takeLease(database: Queries, wanted: Lease, now: Date): Promise<void> {
  const expires = new Date(now.getTime() + LEASE_HOURS * 3_600_000);
  const taken = await database.query(
    `insert into citypulse.lease as held (pipeline, run_id, execution, taken_at, expires_at)
     values ($1, $2, $3, $4, $5)
     on conflict (pipeline) do update
       set run_id = excluded.run_id, execution = excluded.execution,
           taken_at = excluded.taken_at, expires_at = excluded.expires_at
       where held.run_id = excluded.run_id or held.execution = excluded.execution or held.expires_at <= $4
     returning run_id`,
    [wanted.pipeline, wanted.runId, wanted.execution, now, expires],
  );
  if (taken.length === 0) throw await inProgress(database, wanted.pipeline);
}

/** Throws RunInProgress if another run holds the lease; changes nothing. */
export async function refuseWhileOthersRun(database: Queries, wanted: Lease, now: Date): Promise<void> {
  if (!(await hasLeases(database))) return;
  const others = await database.query(
    `select 1 from citypulse.lease
     where pipeline = $1 and run_id <> $2 and execution <> $3 and expires_at > $4`,
    [wanted.pipeline, wanted.runId, wanted.execution, now],
  );
  if (others.length > 0) throw await inProgress(database, wanted.pipeline);
}

/** False before the first migration. */
export async function hasLeases(database: Queries): Promise<boolean> {
  const [schema] = await database.query<{ lease: string | null }>(
    "select to_regclass('citypulse.lease') as lease",
  );
  return schema?.lease != null;
}

/** Who holds the pipeline's lease, or null. */
export async function readLease(database: Queries, pipeline: string): Promise<Lease | null> {
  const [held] = await database.query<Lease>(
    `select pipeline, run_id as "runId", execution from citypulse.lease where pipeline = $1`,
    [pipeline],
  );
  return held ?? null;
}

/** Releases every lease that this execution holds; changes nothing if it holds none. */
export async function releaseLeases(database: Queries, execution: string): Promise<void> {
  await database.query("delete from citypulse.lease where execution = $1", [execution]);
}

async function inProgress(database: Queries, pipeline: string): Promise<RunInProgress> {
  const held = await readLease(database, pipeline);
  return new RunInProgress(`Run ${held?.runId ?? "(just ended)"} is active; only one run may be.`, {
    hint: "Wait for it to end, or stop it, and start this one again.",
  });
}
