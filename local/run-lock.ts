import pg from "pg";
import { parseRun, type Run, type RunInput } from "../functions/neighbourhood/run.ts";
import type { Database } from "../functions/ports.ts";
import { hasLeases, type Lease, readLease, releaseLeases } from "../functions/runs/lease.ts";
import { newRunId } from "./new-run-id.ts";

/** Held as long as this process lives: PostgreSQL lets go of it when the connection breaks, SIGKILL included. */
export interface RunLock {
  release(): Promise<void>;
}

/**
 * How long a killed process may look alive: its server-side session ends as soon as PostgreSQL reads the end of
 * the connection, which takes milliseconds, or as long as the statement it is in the middle of.
 */
const PATIENCE_MILLISECONDS = 1_000;
const PAUSE_MILLISECONDS = 50;

/**
 * The twin's answer to Step Functions' rule that one name has one running execution: null where a living
 * process runs this run id.
 */
export async function lockRun(
  connection: pg.ClientConfig,
  { pipeline, runId }: { readonly pipeline: string; readonly runId: string },
  patience = PATIENCE_MILLISECONDS,
): Promise<RunLock | null> {
  const client = new pg.Client({ ...connection, application_name: "citypulse run lock" });
  client.on("error", () => {});
  await client.connect();
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    const { rows } = await client.query<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtextextended('citypulse run ' || $1 || ' ' || $2, 0)) as taken",
      [pipeline, runId],
    );
    if (rows[0]?.taken === true) return { release: () => client.end() };
    if (waited >= patience) {
      await client.end();
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}

/**
 * The run that `input` asks for, and its lock: null where a living process runs it. A run that is not named
 * gets the id of this second, and of two that start in one second each gets its own.
 */
export async function lockRunOf(
  input: RunInput,
  connection: pg.ClientConfig,
  store: string,
  now: Date,
): Promise<{ readonly run: Run; readonly lock: RunLock | null }> {
  if (input.runId !== undefined || input.scheduledTime !== undefined) {
    const run = parseRun(input, now.toISOString());
    return { run, lock: await lockRun(connection, { pipeline: "neighbourhood", runId: run.runId }) };
  }
  for (let time = now.getTime(); ; time += 1_000) {
    const runId = newRunId(store, new Date(time));
    const lock = await lockRun(connection, { pipeline: "neighbourhood", runId }, 0);
    // Until the lock was there, another process may have made a whole run of this id.
    if (lock !== null && newRunId(store, new Date(time)) === runId)
      return { run: parseRun({ ...input, runId }, now.toISOString()), lock };
    await lock?.release();
  }
}

/**
 * Does what the clean-up rule does in AWS: releases the leases of an execution that is dead, and marks its run as
 * failed. Whoever holds a lease also holds the lock of its run, so a lock that can be had is the proof.
 * @param own the run of this process, which may take the lease of its own earlier execution.
 */
export async function releaseDeadLease(
  database: Database,
  connection: pg.ClientConfig,
  pipeline: string,
  own: { readonly pipeline: string; readonly runId: string },
): Promise<void> {
  if (!(await hasLeases(database))) return;
  const held = await readLease(database, pipeline);
  if (held === null) return;
  const holder = holderOf(held);
  const isOwn = holder.pipeline === own.pipeline && holder.runId === own.runId;
  const lock = isOwn ? null : await lockRun(connection, holder);
  if (lock === null && !isOwn) return;
  await database.transaction(async (transaction) => {
    await transaction.query(
      `update citypulse.runs set status = 'failed', error_name = 'Killed', error_message = $2
       where execution = $1 and status = 'running'`,
      [held.execution, "The process that ran it ended without a word."],
    );
    await releaseLeases(transaction, held.execution);
  });
  await lock?.release();
}

/** The run of the execution that holds the lease, which another pipeline may be: its ARN ends in `:<pipeline>:<run>-<uuid>`. */
function holderOf({ pipeline, runId, execution }: Lease): { pipeline: string; runId: string } {
  const [, ofPipeline = pipeline, ofRun = runId] =
    /:execution:([^:]+):(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(execution) ?? [];
  return { pipeline: ofPipeline, runId: ofRun };
}
