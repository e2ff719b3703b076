import { z } from "zod";
import { AnalysisManifest, type Counts, NO_POSTS } from "../../functions/neighbourhood/analysis-manifest.ts";
import { analysisManifestKey, publishedKey } from "../../functions/neighbourhood/keys.ts";
import { rawManifestKey } from "../../functions/posts/keys.ts";
import type { Gap } from "../../functions/posts/post-source.ts";
import { RawManifest } from "../../functions/posts/raw-manifest.ts";
import { readJson } from "../../functions/runs/manifest.ts";
import type { RunEnd } from "../pipeline.ts";
import { errorOf, type ReportedError } from "../run-report.ts";

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
  /** The parts of the window that the source could not return; omitted if the source has no windows. */
  readonly gaps?: readonly Gap[];
  readonly elapsedMs: number;
  readonly error?: ReportedError;
}

/** The results of a run that did not start. */
export const NO_RUN: Pick<RunReport, "posts" | "stations" | "lineage"> = {
  posts: NO_POSTS,
  stations: [],
  lineage: [],
};

/** Reads the results of a run from what it published, so that people see the figures of the dashboard. */
export async function reportRun({ runId, outcome, elapsedMs, store }: RunEnd): Promise<RunReport> {
  const manifest = store && (await readJson(store, analysisManifestKey(runId), AnalysisManifest));
  const raw = store && (await readJson(store, rawManifestKey(runId), RawManifest));
  const gaps = raw?.coverage === undefined ? {} : { gaps: raw.coverage.gaps };
  const ended = { runId, ...NO_RUN, posts: manifest?.counts ?? NO_POSTS, ...gaps };
  if (outcome.status !== "SUCCEEDED")
    return { ...ended, status: "failed", elapsedMs: elapsedMs(), error: errorOf(outcome) };
  const { status } = Output.parse(outcome.output);
  if (status === "already-running") return { ...ended, status, posts: NO_POSTS, elapsedMs: elapsedMs() };
  if (status === "empty" || store === undefined) return { ...ended, status, elapsedMs: elapsedMs() };
  const stations = await readJson(store, publishedKey(runId, "stations"), z.array(Station));
  const published = await readJson(store, publishedKey(runId, "run"), Published);
  return {
    ...ended,
    status,
    stations: stations ?? [],
    lineage: published?.lineage ?? [],
    elapsedMs: elapsedMs(),
  };
}
