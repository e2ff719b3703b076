import { hashOf } from "../../analysis/hash.ts";
import type { Rejection } from "../../analysis/posts/post.ts";
import { AnalysisFailed } from "../errors.ts";
import { rawPageKey } from "../posts/keys.ts";
import { unpackLines } from "../posts/raw-pages.ts";
import { type ManifestFile, readListedFile, writeFile } from "../runs/manifest.ts";
import type { Analysis } from "./analysis.ts";
import type { Reason } from "./analysis-manifest.ts";
import { batchTallyKey, quarantineKey, scoredKey } from "./keys.ts";
import { postBatchBuilder } from "./post-batch.ts";
import { writeScratch } from "./scratch.ts";

/** What the last step must know of a batch of raw pages. */
export interface BatchTally {
  readonly read: number;
  /** Posts that the run did not ask for. */
  readonly outside: number;
  readonly rejected: number;
  readonly reasons: readonly Reason[];
  readonly quarantine: ManifestFile | null;
}

/**
 * Reads batch number `batch` of the raw pages and scores its posts: one object for each bucket, one for what
 * was rejected, one for the counts. Posts outside the run's window or stations are not the run's, so they are
 * not read.
 */
export async function scoreBatch(analysis: Analysis, batch: number): Promise<void> {
  const { run, store, buckets } = analysis;
  const pages = analysis.batches[batch];
  if (pages === undefined) throw new AnalysisFailed(`Run ${run.runId} has no batch ${batch} of raw pages.`);
  const batches = Array.from({ length: buckets }, postBatchBuilder);
  const rejected: Rejection[] = [];
  let read = 0;
  let outside = 0;
  for (const page of pages) {
    for (const line of unpackLines(await readListedFile(store, page))) {
      const analysed = analysis.analysePage(line);
      const rawKey = rawPageKey(run.runId, analysed.page);
      for (const post of analysed.posts) batches[bucketOf(post.id, buckets)]?.add(post, rawKey);
      read += analysed.posts.length;
      outside += analysed.outside;
      for (const rejection of analysed.rejections) rejected.push(rejection);
    }
  }
  // Side by side: each of them waits for the disk, or for S3.
  await Promise.all(
    batches.map((scored, bucket) => writeScratch(store, scoredKey(run.runId, bucket, batch), scored.take())),
  );
  const tally: BatchTally = {
    read: read + rejected.length,
    outside,
    rejected: rejected.length,
    reasons: countReasons(rejected),
    quarantine: await writeQuarantine(analysis, batch, rejected),
  };
  await writeScratch(store, batchTallyKey(run.runId, batch), tally);
}

/**
 * Spreads keys evenly, and the same key always to the same bucket. The digits are hashed, since the
 * low bits of X's ids are nearly always the same.
 */
const bucketOf = (id: string, buckets: number): number => (hashOf(id, 0, id.length) >>> 0) % buckets;

function countReasons(rejections: readonly Rejection[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { reason, origin } of rejections) {
    const known = reasons.get(reason) ?? { reason, records: 0, file: origin.file, line: origin.line };
    reasons.set(reason, { ...known, records: known.records + 1 });
  }
  return [...reasons.values()];
}

async function writeQuarantine(
  { run, store }: Analysis,
  batch: number,
  rejected: readonly Rejection[],
): Promise<ManifestFile | null> {
  if (rejected.length === 0) return null;
  const key = quarantineKey(run.runId, batch);
  const lines = rejected.map((rejection) => quarantineLine(run.runId, rejection));
  return writeFile(store, key, lines.length, new TextEncoder().encode(`${lines.join("\n")}\n`));
}

const quarantineLine = (runId: string, { reason, record, origin: { page, file, line } }: Rejection): string =>
  JSON.stringify({ reason, file, line, rawKey: rawPageKey(runId, page), record });
