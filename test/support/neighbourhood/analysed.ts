import { gunzipSync } from "node:zlib";
import { type Analysed, type AnalysePorts, analyse } from "../../../functions/neighbourhood/analyse.ts";
import { AnalysisManifest } from "../../../functions/neighbourhood/analysis-manifest.ts";
import { extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import { analysisManifestKey } from "../../../functions/neighbourhood/keys.ts";
import { decodePostTable, POST_COLUMNS } from "../../../functions/neighbourhood/result-tables.ts";
import { parseRun, type Run, type RunInput } from "../../../functions/neighbourhood/run.ts";
import type { CopyValue, ObjectStore } from "../../../functions/ports.ts";
import { rawManifestKey } from "../../../functions/posts/keys.ts";
import { RawManifest } from "../../../functions/posts/raw-manifest.ts";
import { readJson } from "../../../functions/runs/manifest.ts";
import { clock, progress } from "./pipeline.ts";
import { scriptSource } from "./script-source.ts";
import { newStore, readText } from "./store.ts";

export const RUN_ID = "20261116T060000Z";

/** A store that holds the raw pages of these records, and the run that they are of. */
export async function extracted(
  pages: readonly (readonly string[])[],
  input: RunInput = {},
): Promise<{ readonly store: ObjectStore; readonly run: Run }> {
  const store = await newStore();
  const run = parseRun({ runId: RUN_ID, ...input }, "2026-11-16T06:00:00Z");
  await extractPosts({ run }, { store, source: scriptSource(pages), clock, progress });
  return { store, run };
}

/** Calls the handler until it is done, as the state machine does, from the answer `begun` on; returns the last one. */
export async function analyseAll(
  run: Run,
  store: ObjectStore,
  ports: Partial<AnalysePorts> = {},
  begun?: Analysed,
): Promise<Analysed> {
  let analysis = begun;
  do analysis = await analyse({ run, analysis }, { store, clock, codeVersion: "1.0.0", progress, ...ports });
  while (!analysis.done);
  return analysis;
}

export async function readAnalysis(store: ObjectStore): Promise<AnalysisManifest> {
  const manifest = await readJson(store, analysisManifestKey(RUN_ID), AnalysisManifest);
  if (manifest === undefined) throw new Error("There is no analysis.");
  return manifest;
}

export type StoredPost = Readonly<Record<string, CopyValue>>;

/** The rows of all posts files that the manifest lists, in the order of their ids. */
export async function readPosts(store: ObjectStore): Promise<StoredPost[]> {
  const rows: StoredPost[] = [];
  for (const { key } of (await readAnalysis(store)).posts) {
    for (const values of (await decodePostTable((await store.read(key)) ?? new Uint8Array())).rows())
      rows.push(Object.fromEntries(POST_COLUMNS.map((column, index) => [column, values[index] ?? null])));
  }
  return rows.sort((left, right) => Number(left.post_id) - Number(right.post_id));
}

/** What a quarantine file holds, a record a line. */
export const readQuarantine = async (store: ObjectStore, key: string): Promise<unknown[]> =>
  (await readText(store, key))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** The raw pages' lines as they were stored. */
export async function readRawLines(store: ObjectStore): Promise<string[]> {
  const manifest = await readJson(store, rawManifestKey(RUN_ID), RawManifest);
  const pages = await Promise.all((manifest?.files ?? []).map(({ key }) => store.read(key)));
  return pages.flatMap((page) =>
    gunzipSync(page ?? "")
      .toString()
      .trimEnd()
      .split("\n"),
  );
}

/** What becomes of these pages. */
export async function analysed(
  pages: readonly (readonly string[])[],
  input: Parameters<typeof extracted>[1] = {},
  bytesInBucket?: number,
) {
  const { store, run } = await extracted(pages, input);
  await analyseAll(run, store, bytesInBucket === undefined ? {} : { bytesInBucket });
  return { store, manifest: await readAnalysis(store), posts: await readPosts(store) };
}
