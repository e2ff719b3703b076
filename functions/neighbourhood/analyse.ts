import { z } from "zod";
import { type ConcurrentWork, withConcurrency } from "../concurrency.ts";
import type { Clock, ObjectStore, Progress } from "../ports.ts";
import { encodeJson, readJson, sha256 } from "../runs/manifest.ts";
import { type AnalysisPorts, isOf, openAnalysis } from "./analysis.ts";
import { AnalysisManifest, type Counts, removeUnlisted } from "./analysis-manifest.ts";
import { type AnalysisStep, performStep, planSteps } from "./analysis-steps.ts";
import { finishAnalysis } from "./finish-analysis.ts";
import { analysisManifestKey } from "./keys.ts";
import { Run } from "./run.ts";

/** How far an analysis has come, and which one it is. */
const Cursor = z.object({ step: z.number().int(), of: z.string() });

const State = z.object({ run: Run, analysis: z.object({ cursor: Cursor.nullable() }).optional() });

export interface AnalysePorts extends AnalysisPorts {
  readonly clock: Clock;
  readonly progress: Progress;
  /** Opens threads that make steps side by side. Without it, steps are made here, one after the other. */
  readonly openWorkers?: ((run: Run) => StepWorkers) | undefined;
}

export interface StepWorkers {
  /** How many steps are made at a time. */
  readonly size: number;
  readonly perform: (step: AnalysisStep) => Promise<void>;
  close(): Promise<void>;
}

export interface Analysed {
  /** Where some steps are left: the number of those done, and of which analysis. */
  readonly cursor: z.infer<typeof Cursor> | null;
  readonly done: boolean;
  readonly counts: Counts | null;
}

/** With fewer milliseconds left, the next step is another invocation's. */
const STEP_MILLISECONDS = 120_000;

/**
 * Scores the posts of a run's raw pages in steps, as many as the time allows. The first steps read each batch of pages
 * and score its posts. The next steps merge each bucket: they compare the versions of a post and write the newest. The
 * last step finds topics and writes the manifest. Every step writes the same objects however often it runs. An analysis
 * of the same pages by the same code is not repeated, and an analysis that other code began starts again.
 * Throws InvalidInput, AnalysisFailed.
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
  const from = cursor?.of === of ? cursor.step : 0;
  // The files are about to change under the old manifest, so it goes first.
  if (from === 0) await ports.store.remove([manifestKey]);
  // A thread takes longer to start than one batch takes.
  const workers = analysis.batches.length > 1 ? ports.openWorkers?.(state.run) : undefined;
  const concurrent = {
    size: workers?.size ?? 1,
    hasTime: () => ports.clock.remaining() >= STEP_MILLISECONDS,
    work: workers?.perform ?? ((step: AnalysisStep) => performStep(analysis, step)),
  };
  const next = await performSteps(steps, from, concurrent, ports.progress).finally(() => workers?.close());
  if (next < steps.length) return { cursor: { step: next, of }, done: false, counts: null };
  const manifest = await finishAnalysis(analysis);
  await ports.store.write(manifestKey, encodeJson(manifest));
  return await close(ports.store, manifest);
}

async function close(store: ObjectStore, manifest: AnalysisManifest): Promise<Analysed> {
  await removeUnlisted(store, manifest);
  return { cursor: null, done: true, counts: manifest.counts };
}

const UNITS = { score: "records", merge: "buckets" } as const;

/**
 * Makes the steps from number `from` on, as long as there is time: all of one kind before the first of the
 * next, since a bucket is merged from what every batch scored. Returns the number of the first step that is
 * not made.
 */
async function performSteps(
  steps: readonly AnalysisStep[],
  from: number,
  concurrent: ConcurrentWork<AnalysisStep>,
  progress: Progress,
): Promise<number> {
  let next = from;
  for (const kind of ["score", "merge"] as const) {
    const end = steps.findLastIndex((step) => step.kind === kind) + 1;
    const total = sizeOf(steps.filter((step) => step.kind === kind));
    const left = steps.slice(next, end);
    let done = total - sizeOf(left);
    next += await withConcurrency(left, {
      ...concurrent,
      work: async (step) => {
        await concurrent.work(step);
        done += step.size;
        progress(done, total, UNITS[kind]);
      },
    });
    if (next < end) return next;
  }
  return next;
}

const sizeOf = (steps: readonly AnalysisStep[]): number =>
  steps.reduce((total, step) => total + step.size, 0);
