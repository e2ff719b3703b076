import { randomUUID } from "node:crypto";
import { readCodeVersion } from "../functions/adapters/code-version.ts";
import { migrate } from "../functions/adapters/database/migrate.ts";
import { postgresDatabase } from "../functions/adapters/database/postgres.ts";
import { clearTemporary, folderStore } from "../functions/adapters/store/folder-store.ts";
import type { ComplianceJobs, ObjectVersions } from "../functions/compliance/ports.ts";
import type { Clock, Database, ObjectStore } from "../functions/ports.ts";
import { readInput } from "../functions/runs/input.ts";
import { recordEnd } from "../functions/runs/run-records.ts";
import { COMPLIANCE_INPUT } from "../state-machines/compliance/input.ts";
import { complianceTasks, localComplianceMachine } from "./compliance/tasks.ts";
import { type Outcome, type StateEvent, startExecution } from "./engine/execution.ts";
import { homeAt } from "./home.ts";
import { type RunningPostgres, startPostgres } from "./postgres/server.ts";
import { lockRun, releaseDeadLease } from "./run-lock.ts";

export interface ComplianceOptions {
  /** The folder that holds everything the twin keeps. */
  readonly home: string;
  /** To finish a check that was interrupted; a new one where it is left out. */
  readonly checkId?: string;
  readonly compliance: ComplianceJobs;
  readonly minimumPosts: number;
  onEvent?(event: StateEvent): void;
  /** A hash of the sources where it is left out. */
  readonly codeVersion?: string;
  /** Shortens waits and the pauses before retries, for tests. */
  readonly pauseMilliseconds?: number;
  /** The server of the home's database; startPostgres where it is left out. */
  readonly startDatabase?: (home: string) => Promise<RunningPostgres>;
  readonly idsInJob?: number;
  /** Stands between the handlers and what they touch, for tests. */
  wrap?(adapters: ComplianceAdapters): ComplianceAdapters;
}

export interface ComplianceAdapters {
  readonly store: ObjectStore;
  readonly database: Database;
  migrate(): Promise<void>;
}

/**
 * A server that this process starts removes the log of changes that it needs no more, instead of keeping the files,
 * with all that is in them, for later use.
 */
const startForgetful = (home: string): Promise<RunningPostgres> =>
  startPostgres(home, { settings: { wal_recycle: "off" } });

/** A statement waits so long for a table that others use, in milliseconds. */
const LOCK_TIMEOUT = 60_000;

/**
 * Takes the compliance machine from its first state to its last on this machine: asks X which stored posts must go,
 * and removes them from the home's objects and its database. How it ended is the outcome; one that failed is finished
 * by the next. Throws InvalidInput for what cannot be started. Leaves no server running.
 */
export async function runCompliance(options: ComplianceOptions): Promise<Outcome> {
  const clock: Clock = { now: () => new Date(), remaining: () => Number.POSITIVE_INFINITY };
  const input = options.checkId === undefined ? {} : { checkId: options.checkId };
  const { runId: checkId } = readInput(COMPLIANCE_INPUT, input, clock.now().toISOString());
  const own = { pipeline: "compliance", runId: checkId };
  const postgres = await (options.startDatabase ?? startForgetful)(options.home);
  const { connection } = postgres;
  const pool = postgresDatabase({ ...connection, options: `-c lock_timeout=${LOCK_TIMEOUT}` });
  try {
    const { store: folder } = homeAt(options.home);
    const lock = await lockRun(connection, own);
    if (lock === null) return { status: "SUCCEEDED", output: { status: "already-running" } };
    try {
      for (const pipeline of ["neighbourhood", "compliance"])
        await releaseDeadLease(pool, connection, pipeline, own);
      const store = folderStore(folder);
      const adapters = { store, database: pool, migrate: () => migrate(connection) };
      const arn = `arn:aws:states:local:000000000000:execution:compliance:${checkId}-${randomUUID()}`;
      const execution = startExecution({
        definition: localComplianceMachine(),
        tasks: complianceTasks({
          ...(options.wrap?.(adapters) ?? adapters),
          clock,
          progress: () => {},
          compliance: options.compliance,
          versions: leftovers(folder, clock),
          codeVersion: options.codeVersion ?? (await readCodeVersion()),
          minimumPosts: options.minimumPosts,
          idsInJob: options.idsInJob,
        }),
        arn,
        name: checkId,
        input: { checkId: checkId },
        ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
        ...(options.pauseMilliseconds === undefined ? {} : { pauseMilliseconds: options.pauseMilliseconds }),
      });
      const outcome = await execution.outcome;
      await recordEnd(arn, outcome, { database: pool, clock });
      if (outcome.status === "SUCCEEDED") await forgetChanges(pool);
      return outcome;
    } finally {
      await lock.release();
    }
  } finally {
    await pool.close();
    await postgres.stop();
  }
}

/** After a checkpoint the server needs nothing of the log that was written before. */
async function forgetChanges(database: Database): Promise<void> {
  await database.query("select pg_switch_wal()");
  await database.query("checkpoint");
}

/** A folder has no versions, but files that killed processes were writing. */
const leftovers = (folder: string, clock: Clock): ObjectVersions => ({
  async purge() {
    await clearTemporary(folder, clock.now());
    return true;
  },
});
