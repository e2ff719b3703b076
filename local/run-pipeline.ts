import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { stepLogs } from "../functions/adapters/aws/step-logs.ts";
import { readCodeVersion } from "../functions/adapters/code-version.ts";
import { migrate } from "../functions/adapters/database/migrate.ts";
import { postgresDatabase } from "../functions/adapters/database/postgres.ts";
import { clearTemporary, folderStore } from "../functions/adapters/store/folder-store.ts";
import { DatabaseUnavailable } from "../functions/errors.ts";
import type { Clock, Progress } from "../functions/ports.ts";
import { readInput } from "../functions/runs/input.ts";
import { recordEnd } from "../functions/runs/run-records.ts";
import { type ClusterPrograms, clusterPrograms } from "./emr/commands.ts";
import { localEmr, randomIdentifier } from "./emr/local-emr.ts";
import { passThroughJson } from "./engine/data-limit.ts";
import { type Outcome, type StateEvent, startExecution } from "./engine/execution.ts";
import { bucketFolder, homeAt } from "./home.ts";
import type { Adapters, LocalPipeline, PipelineRun, RunResult } from "./pipeline.ts";
import { type RunningPostgres, startPostgres } from "./postgres/server.ts";
import { executionArn, idField, lockRunOf, releaseDeadLease } from "./run-lock.ts";

export interface RunnerOptions {
  /** The folder that holds everything the laptop keeps. */
  readonly home: string;
  /** What runs the steps of clusters; by default the commands of Spark are missing. */
  readonly clusterPrograms?: ClusterPrograms;
  /** Called with the run's id as soon as it is known. */
  onStart?(runId: string): void;
  onEvent?(event: StateEvent): void;
  readonly onProgress?: Progress;
  /** Ends the run as a stopped execution in AWS ends. */
  readonly signal?: AbortSignal;
  /** The code version that every row gets; by default a hash of the sources. */
  readonly codeVersion?: string;
  /** The folder with the SQL of the schema; by default functions/migrations. */
  readonly migrations?: string;
  /** Shortens waits and the pauses before retries, for tests. */
  readonly pauseMilliseconds?: number;
  /** Starts the server of the home's database; by default startPostgres. */
  readonly startDatabase?: (home: string) => Promise<RunningPostgres>;
  /** Puts something between the handlers and what they touch, for tests. */
  wrap?(adapters: Adapters): Adapters;
}

export interface EndedRun<Report extends object | null> extends RunResult<Report> {
  readonly runId: string;
  readonly outcome: Outcome;
}

/** How long a stopped run waits for the running handler, in milliseconds, before the server shuts down. */
const STOP_PATIENCE = 10_000;

const ALREADY_RUNNING: Outcome = { status: "SUCCEEDED", output: { status: "already-running" } };

/**
 * Runs a pipeline on this machine, from its first state to its last. Throws InvalidInput for a run that cannot start; the
 * result tells how a started run ended. Leaves no server running.
 */
export async function runPipeline<Report extends object | null>(
  run: PipelineRun<Report>,
  options: RunnerOptions,
): Promise<EndedRun<Report>> {
  const clock = clockUntil(options.signal);
  const started = clock.now();
  const { pipeline } = run;
  const store = folderStore(homeAt(options.home).store);
  const ended = async (runId: string, outcome: Outcome, hasStarted: boolean): Promise<EndedRun<Report>> => {
    const elapsedMs = () => clock.now().getTime() - started.getTime();
    const end = { runId, outcome, home: options.home, elapsedMs, ...(hasStarted ? { store } : {}) };
    return { runId, outcome, ...(await run.report(end)) };
  };
  let { runId } = readInput(pipeline.contract, run.input, started.toISOString());
  try {
    const postgres = await (options.startDatabase ?? startServerOf(pipeline))(options.home);
    try {
      const locked = await lockRunOf(pipeline, run.input, postgres.connection, started);
      runId = locked.runId;
      if (locked.lock === null) return await ended(runId, ALREADY_RUNNING, false);
      try {
        await run.beforeStart?.(runId, store);
        options.onStart?.(runId);
        const outcome = await execute(run, runId, { ...options, postgres, clock });
        return await ended(runId, outcome, true);
      } finally {
        await locked.lock.release();
      }
    } finally {
      await postgres.stop();
    }
  } catch (error) {
    // Ctrl-C also ends the programs that create the database, so their errors are expected.
    if (options.signal?.aborted === true) return await ended(runId, { status: "ABORTED" }, false);
    throw error;
  }
}

/** A handler has no time limit until the run is stopped: then it ends after its next page, step or file. */
const clockUntil = (signal: AbortSignal | undefined): Clock => ({
  now: () => new Date(),
  remaining: () => (signal?.aborted === true ? 0 : Number.POSITIVE_INFINITY),
});

const startServerOf =
  ({ server }: LocalPipeline) =>
  (home: string): Promise<RunningPostgres> =>
    startPostgres(home, server?.settings === undefined ? {} : { settings: server.settings });

interface Started extends RunnerOptions {
  readonly postgres: RunningPostgres;
  readonly clock: Clock;
}

async function execute(run: PipelineRun, runId: string, options: Started): Promise<Outcome> {
  const { clock, wrap, signal } = options;
  const { connection } = options.postgres;
  const { name, definition, contract, server, leases = [name] } = run.pipeline;
  const own = { pipeline: name, runId };
  const home = homeAt(options.home);
  const lockTimeout =
    server?.lockTimeout === undefined ? {} : { options: `-c lock_timeout=${server.lockTimeout}` };
  const pool = postgresDatabase({ ...connection, ...lockTimeout });
  let isIdle = true;
  try {
    const adapters = {
      store: folderStore(home.store),
      database: pool,
      migrate: () => migrate(connection, options.migrations),
    };
    const emr = localEmr({
      ...(options.clusterPrograms ?? clusterPrograms(undefined, process.env)),
      hdfs: home.hdfs,
      logs: home.emrLogs,
      bucketFolder: (bucket) => bucketFolder(home, bucket),
      now: clock.now,
      newIdentifier: randomIdentifier,
    });
    await run.placeArtifacts?.(home.artifacts);
    await clearTemporary(home.store, clock.now());
    for (const leased of leases) await releaseDeadLease(leased, own, pool, connection);
    const arn = executionArn(own, randomUUID());
    const execution = startExecution({
      definition,
      tasks: run.tasks(runId, {
        ...(wrap?.(adapters) ?? adapters),
        home,
        clock,
        codeVersion: options.codeVersion ?? (await readCodeVersion()),
        emr,
        stepLogs: stepLogs({ logUri: home.emrLogs, store: folderStore(home.emrLogs), prefix: "" }),
        progress: options.onProgress ?? (() => {}),
        mayUseThreads: wrap === undefined,
      }),
      arn,
      name: runId,
      input: passThroughJson({ ...run.input, [idField(contract)]: runId }, "The execution's input"),
      ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
      ...(options.pauseMilliseconds === undefined ? {} : { pauseMilliseconds: options.pauseMilliseconds }),
    });
    signal?.addEventListener("abort", () => execution.abort(), { once: true });
    if (signal?.aborted === true) execution.abort();
    const outcome = await execution.outcome;
    await emr.close();
    if (outcome.status === "ABORTED" || outcome.status === "TIMED_OUT")
      isIdle = await Promise.race([
        execution.idle().then(() => true),
        sleep(STOP_PATIENCE, false, { ref: false }),
      ]);
    await recordEnd(arn, outcome, { database: pool, clock }).catch(unlessUnavailable);
    if (outcome.status === "SUCCEEDED") await run.afterSuccess?.(pool);
    return outcome;
  } finally {
    // The stopped state still holds a connection, which ends with the server or with this process.
    if (isIdle) await pool.close();
  }
}

/**
 * In AWS a rule on ended executions starts a Lambda that records the end (functions/runs/clean-up.ts). Here, if the database
 * is gone, the next start records it: this error must not hide how the run ended.
 */
function unlessUnavailable(error: unknown): void {
  if (!(error instanceof DatabaseUnavailable)) throw error;
}
