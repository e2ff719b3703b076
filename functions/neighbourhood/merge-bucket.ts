import { isNewer } from "../../analysis/posts/version.ts";
import { encodePosts, type TopicPost } from "../../analysis/topics/encode.ts";
import { type ManifestFile, writeFile } from "../runs/manifest.ts";
import type { Analysis } from "./analysis.ts";
import { bucketTallyKey, postsKey, scoredKey, wordsKey } from "./keys.ts";
import { joinBatches, type PostBatch, pickPosts } from "./post-batch.ts";
import { encodePostTable } from "./post-table.ts";
import { readScratch, writeScratch } from "./scratch.ts";

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
export async function mergeBucket(analysis: Analysis, bucket: number): Promise<void> {
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
