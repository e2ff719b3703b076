import { z } from "zod";
import { type AnalysePorts, analyse } from "../neighbourhood/analyse.ts";
import { AnalysisManifest, type Counts } from "../neighbourhood/analysis-manifest.ts";
import { analysisManifestKey, analysisPrefix, quarantinePrefix } from "../neighbourhood/keys.ts";
import { loadResults } from "../neighbourhood/load-results.ts";
import { publish } from "../neighbourhood/publish.ts";
import type { Run } from "../neighbourhood/run.ts";
import type { Database } from "../ports.ts";
import { rawManifestKey } from "../posts/keys.ts";
import { RawManifest } from "../posts/raw-manifest.ts";
import { readRemovedIds, readUnfinished } from "../posts/removed-posts.ts";
import { hasLeases } from "../runs/lease.ts";
import { readJson } from "../runs/manifest.ts";
import { thinAnalysis } from "./thin-analysis.ts";
import { withdrawRun } from "./withdraw-run.ts";

const Analysis = z.object({ cursor: z.unknown() }).nullable();
const Cursor = z.object({ run: z.string(), analysis: Analysis });

const State = z.object({ rebuild: z.object({ cursor: Cursor.nullable() }).optional() });

export interface RebuildRunsPorts extends AnalysePorts {
  readonly database: Database;
  /** A station with fewer posts shows their number and nothing else. */
  readonly minPosts: number;
}

export interface RebuiltRuns {
  /** The run that is at work, and how far its analysis has come, where some are left. */
  readonly cursor: { readonly run: string; readonly analysis: { readonly cursor: unknown } | null } | null;
  readonly done: boolean;
}

/** With fewer milliseconds left, the next run is another invocation's. */
const RUN_MILLISECONDS = 300_000;

/**
 * Rebuilds the results of the runs from which posts were removed, from their raw pages as they are now: analysis,
 * quarantine, tables, published files. It calls the pipeline's own handlers, under the lease that the check holds. It
 * makes no requests to the source, and no share of rejected records stops it: a post that X wants removed is removed.
 *
 * A run that is not visible is analysed again if it was analysed before, and its staged rows are removed. A run whose
 * raw pages are gone keeps its analysis without the posts (thinAnalysis). A run that has no posts any more, or has
 * neither raw pages nor an analysis, is withdrawn. Throws AnalysisFailed, InvalidInput, DatabaseUnavailable.
 */
export async function rebuildRuns(event: unknown, ports: RebuildRunsPorts): Promise<RebuiltRuns> {
  const { rebuild } = State.parse(event);
  const cursor = rebuild?.cursor ?? null;
  const runs = (await readUnfinished(ports.store)).filter((runId) => cursor === null || runId >= cursor.run);
  for (const [index, runId] of runs.entries()) {
    const analysis = cursor?.run === runId ? cursor.analysis : null;
    if (index > 0 && ports.clock.remaining() < RUN_MILLISECONDS)
      return { cursor: { run: runId, analysis: null }, done: false };
    const left = await rebuildRun(runId, analysis, ports);
    if (left !== null) return { cursor: { run: runId, analysis: left }, done: false };
    ports.progress(index + 1, runs.length, "runs");
  }
  return { cursor: null, done: true };
}

/** Null when it is done; else how far the analysis has come. */
async function rebuildRun(
  runId: string,
  analysis: z.infer<typeof Analysis>,
  ports: RebuildRunsPorts,
): Promise<{ readonly cursor: unknown } | null> {
  const { store, database } = ports;
  const analysisKeys = (
    await Promise.all([store.list(analysisPrefix(runId)), store.list(quarantinePrefix(runId))])
  ).flat();
  const known = await readRun(runId, ports);
  if (known === null) {
    await store.remove(analysisKeys);
    await withdrawRun(runId, null, ports);
    return null;
  }
  const { run, isVisible, hasRaw } = known;
  let counts: Counts | null = null;
  if (!hasRaw) {
    counts = await thinAnalysis(runId, store, await readRemovedIds(store));
  } else if (isVisible || analysisKeys.length > 0) {
    const analysed = await analyse({ run, ...(analysis === null ? {} : { analysis }) }, ports);
    if (analysed.counts === null) return { cursor: analysed.cursor };
    counts = analysed.counts;
  }
  if (!isVisible || counts?.accepted === 0) {
    await withdrawRun(runId, counts, ports);
    return null;
  }
  const loaded = await loadResults({ run }, { ...ports, maxRejectedShare: 1 });
  if (!loaded.done) return { cursor: null };
  await publish({ run }, { store, database, minPosts: ports.minPosts });
  return null;
}

interface KnownRun {
  readonly run: Run;
  readonly isVisible: boolean;
  readonly hasRaw: boolean;
}

/** The run as its first state saw it; null if it cannot be rebuilt from its raw pages and is not worth thinning. */
async function readRun(
  runId: string,
  { store, database }: Pick<RebuildRunsPorts, "store" | "database">,
): Promise<KnownRun | null> {
  if (!(await hasLeases(database))) return null;
  const raw = await readJson(store, rawManifestKey(runId), RawManifest);
  const analysis = await readJson(store, analysisManifestKey(runId), AnalysisManifest);
  const [row] = await database.query<{ scheduled_time: Date; batch_nr: number; visible: boolean }>(
    `select scheduled_time, batch_nr, load_id is not null as visible
     from citypulse.runs left join citypulse.neighbourhood_runs using (pipeline, run_id)
     where pipeline = 'neighbourhood' and run_id = $1`,
    [runId],
  );
  if (row === undefined) return null;
  const hasRaw = raw !== undefined;
  if (!hasRaw && (!row.visible || analysis === undefined)) return null;
  const selection = raw?.selection ?? { stations: null, from: null, to: null };
  const scheduledTime = row.scheduled_time.toISOString();
  const run: Run = { ...selection, runId, scheduledTime, batchNr: row.batch_nr, engine: "lambda" };
  return { run, isVisible: row.visible, hasRaw };
}
