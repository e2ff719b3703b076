import { compareUtf8 } from "../../analysis/order.ts";
import type { EncodedPosts } from "../../analysis/topics/encode.ts";
import { findTopics } from "../../analysis/topics/find-topics.ts";
import { writeFile } from "../runs/manifest.ts";
import type { Analysis } from "./analysis.ts";
import type { AnalysisManifest, Reason } from "./analysis-manifest.ts";
import { type BatchTally, type BucketTally, readScratch } from "./analysis-steps.ts";
import { batchTallyKey, bucketTallyKey, topicsKey, wordsKey } from "./keys.ts";
import { encodeTopicTable } from "./result-tables.ts";

/** Adds up the tallies of batches and buckets, ranks the topics, and returns the manifest, which is not yet written. */
export async function finishAnalysis(analysis: Analysis): Promise<AnalysisManifest> {
  const { run, store } = analysis;
  const batches: BatchTally[] = [];
  for (const batch of analysis.batches.keys())
    batches.push(await readScratch(store, batchTallyKey(run.runId, batch)));
  const buckets: BucketTally[] = [];
  for (let bucket = 0; bucket < analysis.buckets; bucket++)
    buckets.push(await readScratch(store, bucketTallyKey(run.runId, bucket)));

  const topics = await findTopics(() => readWords(analysis));
  return {
    runId: run.runId,
    engine: "lambda",
    codeVersion: analysis.codeVersion,
    madeFrom: analysis.madeFrom,
    counts: {
      read: sum(batches, (batch) => batch.read),
      accepted: sum(buckets, (bucket) => bucket.accepted),
      duplicates: sum(buckets, (bucket) => bucket.duplicates),
      unplaced: sum(buckets, (bucket) => bucket.unplaced),
      rejected: sum(batches, (batch) => batch.rejected),
    },
    outside: sum(batches, (batch) => batch.outside),
    reasons: addReasons(batches.flatMap((batch) => batch.reasons)),
    posts: buckets.map((bucket) => bucket.posts),
    topics: [await writeFile(store, topicsKey(run.runId), topics.length, encodeTopicTable(topics))],
    quarantine: batches.flatMap((batch) => batch.quarantine ?? []),
  };
}

/** The words of each bucket's posts, one bucket after the other. */
async function* readWords({ run, store, buckets }: Analysis): AsyncGenerator<EncodedPosts> {
  for (let bucket = 0; bucket < buckets; bucket++)
    yield await readScratch<EncodedPosts>(store, wordsKey(run.runId, bucket));
}

const sum = <Item>(items: readonly Item[], count: (item: Item) => number): number =>
  items.reduce((total, item) => total + count(item), 0);

/** The commonest first, ties by name; the first place of each stays. */
function addReasons(reasons: readonly Reason[]): Reason[] {
  const added = new Map<string, Reason>();
  for (const reason of reasons) {
    const known = added.get(reason.reason);
    added.set(
      reason.reason,
      known === undefined ? reason : { ...known, records: known.records + reason.records },
    );
  }
  return [...added.values()].sort(
    (left, right) => right.records - left.records || compareUtf8(left.reason, right.reason),
  );
}
