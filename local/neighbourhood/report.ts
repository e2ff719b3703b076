import { z } from "zod";
import { analysisManifestKey, publishedKey, rawManifestKey } from "../../functions/keys.ts";
import { AnalysisManifest, type Counts, NO_POSTS } from "../../functions/neighbourhood/analysis-manifest.ts";
import type { Clock, ObjectStore } from "../../functions/ports.ts";
import type { Gap } from "../../functions/posts/coverage.ts";
import { RawManifest } from "../../functions/posts/raw-manifest.ts";
import { readJson } from "../../functions/runs/manifest.ts";
import { readCause } from "../../functions/runs/record-failure.ts";
import type { Outcome } from "../engine/execution.ts";

const Station = z.object({
  station: z.string(),
  n: z.number(),
  sentiment: z.object({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
  topics: z.array(z.object({ term: z.string(), posts: z.number(), score: z.number() })),
});
export type ReportedStation = z.infer<typeof Station>;

const Published = z.object({ source: z.string(), lineage: z.array(z.record(z.string(), z.json())) });

const Output = z.object({ status: z.enum(["succeeded", "empty", "already-running"]) });

/** What `citypulse run --json` prints. */
export interface RunReport {
  readonly runId: string;
  readonly status: "succeeded" | "empty" | "already-running" | "failed";
  readonly posts: Counts;
  readonly stations: readonly ReportedStation[];
  readonly lineage: readonly Readonly<Record<string, unknown>>[];
  /** What the source could not give of the window; left out where it is asked for none. */
  readonly gaps?: readonly Gap[];
  readonly elapsedMs: number;
  readonly error?: ReportedError;
}

export interface ReportedError {
  readonly name: string;
  readonly message: string;
}

interface Ended {
  readonly runId: string;
  readonly outcome: Outcome;
  readonly started: Date;
  readonly clock: Clock;
  /** Left out where the run did not start. */
  readonly store?: ObjectStore;
}

/** Gathers what a run came to from what it published, so that people see what the dashboard will. */
export async function reportRun({ runId, outcome, started, clock, store }: Ended): Promise<RunReport> {
  const manifest = store && (await readJson(store, analysisManifestKey(runId), AnalysisManifest));
  const raw = store && (await readJson(store, rawManifestKey(runId), RawManifest));
  const gaps = raw?.coverage === undefined ? {} : { gaps: raw.coverage.gaps };
  const ended = { runId, posts: manifest?.counts ?? NO_POSTS, stations: [], lineage: [], ...gaps };
  const elapsed = () => ({ elapsedMs: clock.now().getTime() - started.getTime() });
  if (outcome.status !== "SUCCEEDED")
    return { ...ended, status: "failed", ...elapsed(), error: errorOf(outcome) };
  const { status } = Output.parse(outcome.output);
  if (status === "already-running") return { ...ended, status, posts: NO_POSTS, ...elapsed() };
  if (status === "empty" || store === undefined) return { ...ended, status, ...elapsed() };
  const stations = await readJson(store, publishedKey(runId, "stations"), z.array(Station));
  const published = await readJson(store, publishedKey(runId, "run"), Published);
  return { ...ended, status, stations: stations ?? [], lineage: published?.lineage ?? [], ...elapsed() };
}

/** The report of a run that could not be started as it was asked for. */
export const reportFailure = (runId: string, { name, message }: ReportedError): RunReport => ({
  runId,
  status: "failed",
  posts: NO_POSTS,
  stations: [],
  lineage: [],
  elapsedMs: 0,
  error: { name, message },
});

/** The error of a run that a signal ended. */
export const ABORTED = {
  name: "Aborted",
  message: "The run was stopped; started again with the same id, it goes on.",
};

function errorOf(outcome: Exclude<Outcome, { status: "SUCCEEDED" }>): ReportedError {
  if (outcome.status === "FAILED") return { name: outcome.error, message: readCause(outcome.cause) };
  return outcome.status === "ABORTED"
    ? ABORTED
    : { name: "States.Timeout", message: "The run took longer than an execution may." };
}
