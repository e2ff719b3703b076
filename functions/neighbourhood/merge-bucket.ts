import { compareIds, isNewer } from "../../analysis/posts/version.ts";
import { encodePosts, type TopicPost } from "../../analysis/topics/encode.ts";
import { bucketTallyKey, postsKey, scoredKey, wordsKey } from "../keys.ts";
import { type ManifestFile, writeFile } from "../manifest.ts";
import type { Analysis } from "./analysis.ts";
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
  const scored: PostBatch[] = [];
  for (const batch of analysis.batches.keys())
    scored.push(await readScratch<PostBatch>(store, scoredKey(run.runId, bucket, batch)));
  const read = joinBatches(scored);
  const posts = pickPosts(read, newestVersions(read));
  const accepted = posts.post_id.length;
  const tally: BucketTally = {
    accepted,
    duplicates: read.post_id.length - accepted,
    unplaced: posts.station.filter((station) => station === null).length,
    posts: await writeFile(store, postsKey(run.runId, bucket), accepted, encodePostTable(posts)),
  };
  await writeScratch(store, wordsKey(run.runId, bucket), encodePosts(topicPosts(posts)));
  await writeScratch(store, bucketTallyKey(run.runId, bucket), tally);
}

/** Where the newest version of each post stands, in the order of the posts' keys. */
function newestVersions({ post_id, version_id, versions }: PostBatch): number[] {
  const versionAt = (place: number) => ({
    version: version_id[place] ?? "",
    versions: versions[place] ?? 0,
  });
  const newest = new Map<string, number>();
  for (const [place, id] of post_id.entries()) {
    const known = newest.get(id);
    if (known === undefined || isNewer(versionAt(place), versionAt(known))) newest.set(id, place);
  }
  return [...newest].sort(([left], [right]) => compareIds(left, right)).map(([, place]) => place);
}

function* topicPosts({ post_id, text, author_id, station }: PostBatch): Generator<TopicPost> {
  for (const [place, id] of post_id.entries())
    yield {
      id,
      text: text[place] ?? "",
      author: author_id[place] ?? null,
      station: station[place] ?? null,
    };
}
