import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { stepLogs } from "../functions/adapters/aws/step-logs.ts";
import { readCodeVersion } from "../functions/adapters/code-version.ts";
import { migrate } from "../functions/adapters/database/migrate.ts";
import { postgresDatabase } from "../functions/adapters/database/postgres.ts";
import { clearTemporary, folderStore } from "../functions/adapters/store/folder-store.ts";
import { analysisManifestKey } from "../functions/keys.ts";
import { findStoredPages } from "../functions/neighbourhood/extract-posts.ts";
import type { Clock } from "../functions/ports.ts";
import { cleanUp } from "./clean-up.ts";
import { randomIdentifier } from "./emr/identifier.ts";
import { localEmr } from "./emr/local-emr.ts";
import { passThroughJson } from "./engine/data-limit.ts";
import { type Outcome, startExecution } from "./engine/execution.ts";
import { bucketFolder, homeAt } from "./home.ts";
import { analysisWorkers } from "./neighbourhood/analysis-workers.ts";
import { placeArtifacts } from "./neighbourhood/artifacts.ts";
import { type RunReport, reportRun } from "./neighbourhood/report.ts";
import { localStateMachine, neighbourhoodTasks } from "./neighbourhood/tasks.ts";
import { startPostgres } from "./postgres/server.ts";
import { lockRunOf, releaseDeadLease } from "./run-lock.ts";
import type { Adapters, RunOptions } from "./run-options.ts";

export type { Adapters, RunOptions };

/** A handler has all the time it wants, until the run is to stop: then it ends after its next page, step or file. */
const clockUntil = (signal: AbortSignal | undefined): Clock => ({
  now: () => new Date(),
  remaining: () => (signal?.aborted === true ? 0 : Number.POSITIVE_INFINITY),
});

/** How long a stopped run waits for the handler at work, in milliseconds, before the server ends under it. */
const STOP_PATIENCE = 10_000;

/**
 * Takes the neighbourhood state machine from its first state to its last on this machine. Throws InvalidInput
 * for what cannot be started; how a started run ended is in the report. Leaves no server running.
 */
export async function runNeighbourhood(options: RunOptions): Promise<RunReport> {
  const clock = clockUntil(options.signal);
  const started = clock.now();
  // It may read every byte of the posts, so it begins now; whoever asks for it later meets its failure.
  options.source.fingerprint().catch(() => {});
  const postgres = await (options.startDatabase ?? startPostgres)(options.home);
  const { connection } = postgres;
  try {
    const home = homeAt(options.home);
    const store = folderStore(home.store);
    const { run, lock } = await lockRunOf(options.input, connection, home.store, started);
    if (lock === null) return await reportRun({ runId: run.runId, outcome: ALREADY_RUNNING, started, clock });
    try {
      // ExtractPosts asks again; here nothing needs to have started for it.
      await findStoredPages(store, run, options.source);
      if (options.analyseAnew === true) await store.remove([analysisManifestKey(run.runId)]);
      options.onStart?.(run.runId);
      const outcome = await execute(options, run.runId, connection, clock);
      return await reportRun({ runId: run.runId, outcome, started, clock, store });
    } finally {
      await lock.release();
    }
  } finally {
    await postgres.stop();
  }
}

const ALREADY_RUNNING: Outcome = { status: "SUCCEEDED", output: { status: "already-running" } };

async function execute(
  options: RunOptions,
  runId: string,
  connection: pg.ClientConfig,
  clock: Clock,
): Promise<Outcome> {
  const home = homeAt(options.home);
  const pool = postgresDatabase(connection);
  const adapters = { store: folderStore(home.store), database: pool, migrate: () => migrate(connection) };
  const emr = localEmr({
    hdfs: home.hdfs,
    logs: home.emrLogs,
    bucketFolder: (bucket) => bucketFolder(home, bucket),
    commands: options.emrCommands,
    environment: options.emrEnvironment,
    now: clock.now,
    newIdentifier: randomIdentifier,
  });
  if (options.input.engine === "emr") await placeArtifacts(home.artifacts);
  await clearTemporary(home.store, clock.now());
  await releaseDeadLease(pool, connection, "neighbourhood", { pipeline: "neighbourhood", runId });
  const arn = `arn:aws:states:local:000000000000:execution:neighbourhood:${runId}-${randomUUID()}`;
  const codeVersion = options.codeVersion ?? (await readCodeVersion());
  const { bytesInBucket } = options;
  const execution = startExecution({
    definition: localStateMachine(),
    tasks: neighbourhoodTasks({
      ...(options.wrap?.(adapters) ?? adapters),
      emr,
      stepLogs: stepLogs({ logUri: home.emrLogs, store: folderStore(home.emrLogs), prefix: "" }),
      clock,
      source: options.source,
      stationsFile: options.stationsFile,
      maximumRejectedShare: options.maximumRejectedShare,
      minimumPosts: options.minimumPosts,
      codeVersion,
      bytesInBucket,
      // Nothing can stand between a thread and what it touches.
      openWorkers:
        options.wrap === undefined
          ? (run) => analysisWorkers({ run, folder: home.store, codeVersion, bytesInBucket })
          : undefined,
      progress: options.onProgress ?? (() => {}),
    }),
    arn,
    name: runId,
    input: passThroughJson({ ...options.input, runId }, "The execution's input"),
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    ...(options.pauseMilliseconds === undefined ? {} : { pauseMilliseconds: options.pauseMilliseconds }),
  });
  options.signal?.addEventListener("abort", () => execution.abort(), { once: true });
  if (options.signal?.aborted === true) execution.abort();
  const outcome = await execution.outcome;
  await emr.close();
  if (outcome.status === "ABORTED" || outcome.status === "TIMED_OUT") {
    const isIdle = await Promise.race([
      execution.idle().then(() => true),
      sleep(STOP_PATIENCE, false, { ref: false }),
    ]);
    await cleanUp(pool, arn, outcome, clock);
    // The state that was stopped still holds a connection; the server ends it, or the process' end does.
    if (!isIdle) return outcome;
  }
  await pool.close();
  return outcome;
}
