import { compareIds, isNewer } from "../../analysis/posts/version.ts";
import { type SerialisedCounts, topicCounter } from "../../analysis/topics/count.ts";
import { bucketTallyKey, postsKey, scoredKey } from "../keys.ts";
import { encodeJson, type ManifestFile, writeFile } from "../manifest.ts";
import type { Analysis } from "./analysis.ts";
import { encodePosts, type PostRow } from "./post-table.ts";
import { readScratch } from "./scratch.ts";

/** What the last step must know of a bucket. */
export interface BucketTally {
  readonly accepted: number;
  readonly duplicates: number;
  readonly unplaced: number;
  readonly posts: ManifestFile;
  readonly topics: SerialisedCounts;
}

/**
 * Brings together what the pages scored into bucket number `bucket`: of every post the newest version, in the
 * order of their keys, into one Parquet file; and the bucket's counts.
 */
export async function mergeBucket(analysis: Analysis, bucket: number): Promise<void> {
  const { run, store } = analysis;
  const newest = new Map<string, PostRow>();
  let read = 0;
  for (const page of analysis.raw.files.keys()) {
    for (const row of await readScratch<PostRow[]>(store, scoredKey(run.runId, bucket, page))) {
      read += 1;
      const known = newest.get(row.id);
      if (known === undefined || isNewer(row, known)) newest.set(row.id, row);
    }
  }
  const rows = [...newest.values()].sort((left, right) => compareIds(left.id, right.id));
  const topics = topicCounter();
  for (const row of rows) topics.add(row);
  const tally: BucketTally = {
    accepted: rows.length,
    duplicates: read - rows.length,
    unplaced: rows.filter((row) => row.station === null).length,
    posts: await writeFile(store, postsKey(run.runId, bucket), rows.length, encodePosts(rows)),
    topics: topics.counts(),
  };
  await store.write(bucketTallyKey(run.runId, bucket), encodeJson(tally));
}
