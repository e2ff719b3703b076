import { z } from "zod";
import { analysisManifestKey, analysisPrefix } from "../keys.ts";
import { encodeJson, readJson, sha256 } from "../manifest.ts";
import type { Clock, ObjectStore, Progress } from "../ports.ts";
import { type Analysis, type AnalysisPorts, isOf, openAnalysis } from "./analysis.ts";
import { AnalysisManifest, type Counts } from "./analysis-manifest.ts";
import { finishAnalysis } from "./finish-analysis.ts";
import { mergeBucket } from "./merge-bucket.ts";
import { Run } from "./run.ts";
import { scorePage } from "./score-page.ts";

/** How far an analysis has come, and which one it is. */
const Cursor = z.object({ step: z.number().int(), of: z.string() });

const State = z.object({ run: Run, analysis: z.object({ cursor: Cursor.nullable() }).optional() });

export interface AnalysePorts extends AnalysisPorts {
  readonly clock: Clock;
  readonly progress: Progress;
}

export interface Analysed {
  /** Where some steps are left: the number of those done, and of which analysis. */
  readonly cursor: z.infer<typeof Cursor> | null;
  readonly done: boolean;
  readonly counts: Counts | null;
}

type Step = (analysis: Analysis) => Promise<void>;

/** With fewer milliseconds left, the next step is another invocation's. */
const STEP_MILLISECONDS = 120_000;
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
