import pg from "pg";
import type { Database } from "../functions/ports.ts";
import { type InputContract, readInput } from "../functions/runs/input.ts";
import { hasLeases, type Lease, readLease, releaseLeases } from "../functions/runs/lease.ts";
import { identifyRun } from "../functions/runs/run-id.ts";
import type { LocalPipeline, PipelineRun } from "./pipeline.ts";

/**
 * The laptop's answer to Step Functions' rule that one name has one running execution: a process that runs a run holds
 * its lock. PostgreSQL releases it when the connection breaks, SIGKILL included, so a lock that is free proves that
 * no process runs it, and that a lease in its name is dead.
 */
export interface RunLock {
  release(): Promise<void>;
}

interface LockedRun extends RunLock {
  /** Whether any pipeline has a run of this id on record. */
  isRecorded(): Promise<boolean>;
}

interface RunName {
  readonly pipeline: string;
  readonly runId: string;
}

/**
 * How long a killed process can look alive: its server-side session ends as soon as PostgreSQL reads the end of
 * the connection, which takes milliseconds, or as long as the statement it is in the middle of.
 */
const PATIENCE_MILLISECONDS = 1_000;
const PAUSE_MILLISECONDS = 50;
const SECOND = 1_000;

/**
 * The id of the run that `input` asks for, and its lock: null if a living process runs it. A run that is not named gets
 * the id of this second, or of the next that no run has, so that two that start in one second each get their own.
 * Throws InvalidInput.
 */
export async function lockRunOf(
  { name, contract }: Pick<LocalPipeline, "name" | "contract">,
  input: PipelineRun["input"],
  connection: pg.ClientConfig,
  now: Date,
): Promise<{ readonly runId: string; readonly lock: RunLock | null }> {
  const { runId } = readInput(contract, input, now.toISOString());
  if (input[idField(contract)] !== undefined || input.scheduledTime !== undefined)
    return { runId, lock: await lockRun(connection, { pipeline: name, runId }) };
  for (let time = now.getTime(); ; time += SECOND) {
    const { runId } = identifyRun({}, new Date(time).toISOString());
    const lock = await lockRun(connection, { pipeline: name, runId }, 0);
    // Asked under the lock: before, another process may have made a whole run of this id.
    if (lock !== null && !(await lock.isRecorded())) return { runId, lock };
    await lock?.release();
  }
}

/** What the pipeline's input calls the run's id. */
export const idField = ({ id = "runId" }: InputContract): string => id;

/**
 * Does what the clean-up rule does in AWS: releases the leases of an execution that is dead, and marks its run as
 * failed. The process that holds a lease also holds the lock of its run, so a lock that is free is the proof.
 *
 * @param pipeline whose lease it is.
 * @param own the run of this process, which can take the lease of its own earlier execution.
 */
export async function releaseDeadLease(
  pipeline: string,
  own: RunName,
  database: Database,
  connection: pg.ClientConfig,
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
      [held.execution, "The process that ran it was killed."],
    );
    await releaseLeases(transaction, held.execution);
  });
  await lock?.release();
}

/** The ARN of a run's execution on the laptop; `uuid` makes it another for each attempt. */
export const executionArn = ({ pipeline, runId }: RunName, uuid: string): string =>
  `arn:aws:states:local:000000000000:execution:${pipeline}:${runId}-${uuid}`;

/** The run of the execution that holds the lease, which can be another pipeline's. */
function holderOf({ pipeline, runId, execution }: Lease): RunName {
  const [, ofPipeline = pipeline, ofRun = runId] =
    /:execution:([^:]+):(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(execution) ?? [];
  return { pipeline: ofPipeline, runId: ofRun };
}

async function lockRun(
  connection: pg.ClientConfig,
  { pipeline, runId }: RunName,
  patience = PATIENCE_MILLISECONDS,
): Promise<LockedRun | null> {
  const client = new pg.Client({ ...connection, application_name: "citypulse run lock" });
  client.on("error", () => {});
  await client.connect();
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    const { rows } = await client.query<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtextextended('citypulse run ' || $1 || ' ' || $2, 0)) as taken",
      [pipeline, runId],
    );
    if (rows[0]?.taken === true)
      return { release: () => client.end(), isRecorded: () => isRecorded(client, runId) };
    if (waited >= patience) {
      await client.end();
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
  }
}

async function isRecorded(client: pg.Client, runId: string): Promise<boolean> {
  const schema = await client.query<{ runs: string | null }>("select to_regclass('citypulse.runs') as runs");
  if (schema.rows[0]?.runs == null) return false;
  const { rows } = await client.query("select 1 from citypulse.runs where run_id = $1", [runId]);
  return rows.length > 0;
}
