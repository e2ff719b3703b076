import { compareUtf8 } from "../../analysis/order.ts";
import { mergeCounts } from "../../analysis/topics/count.ts";
import { rankTopics } from "../../analysis/topics/rank.ts";
import { bucketTallyKey, pageTallyKey, topicsKey } from "../keys.ts";
import { writeFile } from "../manifest.ts";
import type { Analysis } from "./analysis.ts";
import type { AnalysisManifest, Reason } from "./analysis-manifest.ts";
import type { BucketTally } from "./merge-bucket.ts";
import type { PageTally } from "./score-page.ts";
import { readScratch } from "./scratch.ts";
import { encodeTopics } from "./topic-table.ts";

/** Adds up the tallies of pages and buckets, ranks the topics, and returns the manifest, which is not yet written. */
export async function finishAnalysis(analysis: Analysis): Promise<AnalysisManifest> {
  const { run, store } = analysis;
  const pages: PageTally[] = [];
  for (const page of analysis.raw.files.keys())
    pages.push(await readScratch(store, pageTallyKey(run.runId, page)));
  const buckets: BucketTally[] = [];
  for (let bucket = 0; bucket < analysis.buckets; bucket++)
    buckets.push(await readScratch(store, bucketTallyKey(run.runId, bucket)));

  const topics = rankTopics(mergeCounts(buckets.map((bucket) => bucket.topics)));
  return {
    runId: run.runId,
    engine: "lambda",
    codeVersion: analysis.codeVersion,
    madeFrom: analysis.madeFrom,
    counts: {
      read: sum(pages, (page) => page.read),
      accepted: sum(buckets, (bucket) => bucket.accepted),
      duplicates: sum(buckets, (bucket) => bucket.duplicates),
      unplaced: sum(buckets, (bucket) => bucket.unplaced),
      rejected: sum(pages, (page) => page.rejected),
    },
    outside: sum(pages, (page) => page.outside),
    reasons: addReasons(pages.flatMap((page) => page.reasons)),
    posts: buckets.map((bucket) => bucket.posts),
    topics: [await writeFile(store, topicsKey(run.runId), topics.length, encodeTopics(topics))],
    quarantine: pages.flatMap((page) => page.quarantine ?? []),
  };
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
