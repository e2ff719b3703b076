import { deserialize, serialize } from "node:v8";
import { hashOf } from "../../analysis/open-addressing.ts";
import { isNewer } from "../../analysis/posts/id.ts";
import type { Rejection } from "../../analysis/posts/post.ts";
import { encodePosts, type TopicPost } from "../../analysis/topics/encode.ts";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { rawPageKey } from "../posts/keys.ts";
import { unpackLines } from "../posts/raw-pages.ts";
import { type ManifestFile, readListedFile, writeFile } from "../runs/manifest.ts";
import type { Analysis } from "./analysis.ts";
import type { Reason } from "./analysis-manifest.ts";
import { batchTallyKey, bucketTallyKey, postsKey, quarantineKey, scoredKey, wordsKey } from "./keys.ts";
import { joinBatches, type PostBatch, pickPosts, postBatchBuilder } from "./post-batch.ts";
import { encodePostTable } from "./result-tables.ts";

/** One piece of an analysis. It writes the same objects however often, and in whichever thread, it is made. */
export interface AnalysisStep {
  readonly kind: "score" | "merge";
  /** The number of the batch that is scored, or of the bucket that is merged. */
  readonly part: number;
  /** The number of raw records that are scored; a bucket that is merged counts for one. */
  readonly size: number;
}

/** In this order; every batch must be scored before the first bucket is merged. */
export const planSteps = ({ batches, buckets }: Analysis): AnalysisStep[] => [
  ...batches.map((pages, part): AnalysisStep => {
    const size = pages.reduce((records, page) => records + page.rows, 0);
    return { kind: "score", part, size };
  }),
  ...Array.from({ length: buckets }, (_, part): AnalysisStep => ({ kind: "merge", part, size: 1 })),
];

export const performStep = (analysis: Analysis, { kind, part }: AnalysisStep): Promise<void> =>
  kind === "score" ? scoreBatch(analysis, part) : mergeBucket(analysis, part);

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
async function scoreBatch(analysis: Analysis, batch: number): Promise<void> {
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

/** What the last step must know of a bucket. */
export interface BucketTally {
  readonly accepted: number;
  readonly duplicates: number;
  readonly unplaced: number;
  readonly posts: ManifestFile;
}

/**
 * Brings together what the batches scored into bucket number `bucket`: of every post the newest version, in
 * the order of their keys, into one Parquet file; their words, from which the topics are found; and the
 * bucket's counts.
 */
async function mergeBucket(analysis: Analysis, bucket: number): Promise<void> {
  const { run, store } = analysis;
  const read = joinBatches(
    await Promise.all(
      analysis.batches.map((_, batch) => readScratch<PostBatch>(store, scoredKey(run.runId, bucket, batch))),
    ),
  );
  const posts = pickPosts(read, newestVersions(read));
  const accepted = posts.length;
  const tally: BucketTally = {
    accepted,
    duplicates: read.length - accepted,
    unplaced: posts.numbers.station.filter((station) => posts.names[station] === null).length,
    posts: await writeFile(store, postsKey(run.runId, bucket), accepted, encodePostTable(posts)),
  };
  await writeScratch(store, wordsKey(run.runId, bucket), encodePosts(topicPosts(posts)));
  await writeScratch(store, bucketTallyKey(run.runId, bucket), tally);
}

/** The rows of the newest version of each post, in the order of the posts' keys. */
function newestVersions({ length, numbers: { post_id, version_id, versions } }: PostBatch): Uint32Array {
  const versionAt = (row: number) => ({
    version: String(version_id[row]),
    versions: versions[row] ?? 0,
  });
  const newest = new Map<bigint, number>();
  for (let row = 0; row < length; row++) {
    const id = post_id[row] ?? 0n;
    const known = newest.get(id);
    if (known === undefined || isNewer(versionAt(row), versionAt(known))) newest.set(id, row);
  }
  return Uint32Array.from(BigInt64Array.from(newest.keys()).sort(), (id) => newest.get(id) ?? 0);
}

function* topicPosts({
  length,
  numbers: { post_id, author_id, station },
  text,
  names,
}: PostBatch): Generator<TopicPost> {
  for (let row = 0; row < length; row++)
    yield {
      id: post_id[row] ?? 0n,
      text: text[row] ?? "",
      author: author_id[row] ?? 0n,
      station: names[station[row] ?? 0] ?? null,
    };
}

/**
 * Hands plain data on to a later step of this same analysis, in V8's own format: it writes long lists of texts
 * several times as fast as JSON, and no other program reads it.
 */
const writeScratch = (store: ObjectStore, key: string, value: unknown): Promise<void> =>
  store.write(key, serialize(value));

/**
 * Reads what an earlier step of this same analysis handed on. It was written by this code a moment ago, so it
 * is trusted as it stands: parsing every scored post a second time would cost more than scoring it.
 */
export async function readScratch<Value>(store: ObjectStore, key: string): Promise<Value> {
  const body = await store.read(key);
  if (body === undefined)
    throw new AnalysisFailed(`The object ${key} is missing, which an earlier step of the analysis wrote.`, {
      hint: "Start the run again with the same id.",
    });
  const value: Value = deserialize(body);
  return value;
}
