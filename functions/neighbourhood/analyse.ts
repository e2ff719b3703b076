import { z } from "zod";
import type { Station } from "../../analysis/places/station.ts";
import { AnalysisFailed, InvalidInput } from "../errors.ts";
import { analysisManifestKey, analysisPrefix, rawManifestKey, STATIONS_KEY } from "../keys.ts";
import { encodeJson, readJson, sha256 } from "../manifest.ts";
import type { Clock, ObjectStore, Progress } from "../ports.ts";
import { parseStations } from "../stations.ts";
import { AnalysisManifest, type Counts } from "./analysis-manifest.ts";
import { RawManifest } from "./extract-posts.ts";
import { finishAnalysis } from "./finish-analysis.ts";
import { mergeBucket } from "./merge-bucket.ts";
import { Run } from "./run.ts";
import { scorePage } from "./score-page.ts";

/** How far an analysis has come, and which one it is. */
const Cursor = z.object({ step: z.number().int(), of: z.string() });

const State = z.object({ run: Run, analysis: z.object({ cursor: Cursor.nullable() }).optional() });

export interface AnalysePorts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly codeVersion: string;
  readonly progress: Progress;
  /** Bytes of raw pages whose posts meet in one bucket; tests make it smaller. */
  readonly bytesInBucket?: number;
}

export interface Analysed {
  /** Where some steps are left: the number of those done, and of which analysis. */
  readonly cursor: z.infer<typeof Cursor> | null;
  readonly done: boolean;
  readonly counts: Counts | null;
}

/** What the steps of one analysis share. */
export interface Analysis {
  readonly run: Run;
  readonly store: ObjectStore;
  readonly raw: RawManifest;
  readonly stations: readonly Station[];
  /** Posts with the same key meet in the same bucket, so that each bucket is small enough for the memory. */
  readonly buckets: number;
  readonly codeVersion: string;
  readonly madeFrom: AnalysisManifest["madeFrom"];
}

type Step = (analysis: Analysis) => Promise<void>;

/** With fewer milliseconds left, the next step is another invocation's. */
const STEP_MILLISECONDS = 120_000;
/**
 * Some 60,000 posts. Bytes and not records, since one record may be a page of posts; packed posts of a few words
 * take about 70 bytes each, and longer ones more.
 */
const BYTES_IN_BUCKET = 4_000_000;

/**
 * Scores the posts of a run's raw pages in steps, as many as the time allows: each page is read and its posts
 * scored; each bucket brings the versions of a post together and writes the newest; the last step counts
 * topics and writes the manifest. Every step writes the same objects however often it runs. An analysis of
 * the same pages by the same code is not made again, and one that other code began is begun anew. Throws
 * InvalidInput, AnalysisFailed.
 */
export async function analyse(event: unknown, ports: AnalysePorts): Promise<Analysed> {
  const state = State.parse(event);
  const analysis = await openAnalysis(state.run, ports);
  const manifestKey = analysisManifestKey(state.run.runId);
  const finished = await readJson(ports.store, manifestKey, AnalysisManifest);
  if (finished !== undefined && isOf(finished, analysis)) return await close(ports.store, finished);

  const steps = planSteps(analysis);
  const of = sha256(encodeJson([analysis.codeVersion, analysis.madeFrom]));
  const cursor = state.analysis?.cursor;
  let next = cursor?.of === of ? cursor.step : 0;
  // The files are about to change under the old manifest, so it goes first.
  if (next === 0) await ports.store.remove([manifestKey]);
  for (; next < steps.length; next++) {
    if (ports.clock.remaining() < STEP_MILLISECONDS)
      return { cursor: { step: next, of }, done: false, counts: null };
    await steps[next]?.(analysis);
    ports.progress(next + 1, steps.length, "steps");
  }
  const manifest = await finishAnalysis(analysis);
  await ports.store.write(manifestKey, encodeJson(manifest));
  return await close(ports.store, manifest);
}

const planSteps = ({ raw, buckets }: Analysis): Step[] => [
  ...raw.files.map((_, page) => (analysis: Analysis) => scorePage(analysis, page)),
  ...Array.from({ length: buckets }, (_, bucket) => (analysis: Analysis) => mergeBucket(analysis, bucket)),
];

async function openAnalysis(run: Run, ports: AnalysePorts): Promise<Analysis> {
  const raw = await readJson(ports.store, rawManifestKey(run.runId), RawManifest);
  if (raw === undefined)
    throw new AnalysisFailed(
      `There is no ${rawManifestKey(run.runId)}: the run's raw pages are not complete.`,
    );
  const file = await ports.store.read(STATIONS_KEY);
  if (file === undefined)
    throw new InvalidInput(`There is no stations file at ${STATIONS_KEY}.`, {
      hint: "Upload a CSV with the columns Latitude, Longitude, Station and Zone to that key.",
    });
  const stations = parseStations(file, STATIONS_KEY);
  refuseUnknownStations(run, stations);
  return {
    run,
    store: ports.store,
    raw,
    stations,
    buckets: countBuckets(raw, ports.bytesInBucket ?? BYTES_IN_BUCKET),
    codeVersion: ports.codeVersion,
    madeFrom: {
      raw: sha256(encodeJson(raw)),
      stations: sha256(file),
      selection: JSON.stringify([run.stations, run.from, run.to]),
    },
  };
}

function countBuckets(raw: RawManifest, bytesInBucket: number): number {
  const bytes = raw.files.reduce((total, file) => total + file.bytes, 0);
  return Math.max(1, Math.ceil(bytes / bytesInBucket));
}

function refuseUnknownStations(run: Run, stations: readonly Station[]): void {
  const names = new Set(stations.map((station) => station.name));
  const unknown = (run.stations ?? []).filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  throw new InvalidInput(
    `The run asks for ${unknown.map((name) => `"${name}"`).join(", ")}, and ${STATIONS_KEY} has no such station.`,
    {
      hint: "Write the name as it stands in the column Station of that file.",
    },
  );
}

const isOf = (manifest: AnalysisManifest, analysis: Analysis): boolean =>
  manifest.codeVersion === analysis.codeVersion &&
  JSON.stringify(manifest.madeFrom) === JSON.stringify(analysis.madeFrom);

/**
 * Under the prefix stays what the manifest lists. What the steps handed to each other goes, and what another
 * version of the code or a killed run left there, since some readers take all that they find.
 */
async function close(store: ObjectStore, manifest: AnalysisManifest): Promise<Analysed> {
  const { runId, posts, topics } = manifest;
  const listed = new Set([analysisManifestKey(runId), ...[...posts, ...topics].map((file) => file.key)]);
  const keys = await store.list(analysisPrefix(runId));
  await store.remove(keys.filter((key) => !listed.has(key)));
  return { cursor: null, done: true, counts: manifest.counts };
}
