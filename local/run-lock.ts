import pg from "pg";
import { parseRun, type Run, type RunInput } from "../functions/neighbourhood/run.ts";
import type { Database } from "../functions/ports.ts";
import { hasLeases, readLease, releaseLease } from "../functions/runs/lease.ts";
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
async function lockRun(
  connection: pg.ClientConfig,
  runId: string,
  patience = PATIENCE_MILLISECONDS,
): Promise<RunLock | null> {
  const client = new pg.Client({ ...connection, application_name: "citypulse run lock" });
  client.on("error", () => {});
  await client.connect();
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    const { rows } = await client.query<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtextextended('citypulse run ' || $1, 0)) as taken",
      [runId],
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
    return { run, lock: await lockRun(connection, run.runId) };
  }
  for (let time = now.getTime(); ; time += 1_000) {
    const runId = newRunId(store, new Date(time));
    const lock = await lockRun(connection, runId, 0);
    // Until the lock was there, another process may have made a whole run of this id.
    if (lock !== null && newRunId(store, new Date(time)) === runId)
      return { run: parseRun({ ...input, runId }, now.toISOString()), lock };
    await lock?.release();
  }
}

/**
 * Does what the clean-up rule does in AWS: gives back the lease of an execution that is dead. Who holds a
 * lease also holds the lock of its run, so a lock that can be had is the proof.
 */
export async function releaseDeadLease(
  database: Database,
  connection: pg.ClientConfig,
  ownRunId: string,
): Promise<void> {
  if (!(await hasLeases(database))) return;
  const held = await readLease(database);
  if (held === null) return;
  const lock = held.runId === ownRunId ? null : await lockRun(connection, held.runId);
  if (lock === null && held.runId !== ownRunId) return;
  await database.transaction(async (transaction) => {
    await transaction.query(
      `update citypulse.runs set status = 'failed', error_name = 'Killed', error_message = $2
       where run_id = $1 and status = 'running' and execution = $3`,
      [held.runId, "The process that ran it ended without a word.", held.execution],
    );
    await releaseLease(transaction, held.execution);
  });
  await lock?.release();
}
