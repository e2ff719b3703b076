import { compareUtf8 } from "../../analysis/order.ts";
import { type EncodedPosts, encodePosts } from "../../analysis/topics/encode.ts";
import { findTopics } from "../../analysis/topics/find-topics.ts";
import { AnalysisManifest, type Counts, type Reason } from "../neighbourhood/analysis-manifest.ts";
import { analysisManifestKey, topicsKey } from "../neighbourhood/keys.ts";
import { encodeTopicTable } from "../neighbourhood/result-tables.ts";
import type { ObjectStore } from "../ports.ts";
import { isNamed, postsIn } from "../posts/named-posts.ts";
import { encodeJson, type ManifestFile, readJson, sha256, writeFile } from "../runs/manifest.ts";
import {
  type Rejected,
  readPostTable,
  readQuarantine,
  writePostTable,
  writeQuarantine,
} from "./stored-analysis.ts";

/**
 * Removes posts from an analysis that cannot be repeated because its raw pages are gone: from its posts and its
 * rejected records. It finds the topics again from the remaining texts, and adjusts the counts. The number of removed
 * posts that had duplicates is unknown, so `duplicates` stays. A second call changes nothing.
 */
export async function thinAnalysis(
  runId: string,
  store: ObjectStore,
  names: ReadonlySet<string>,
): Promise<Counts | null> {
  const key = analysisManifestKey(runId);
  const manifest = await readJson(store, key, AnalysisManifest);
  if (manifest === undefined) return null;
  let unplaced = 0;
  const posts: ManifestFile[] = [];
  for (const file of manifest.posts) {
    const all = await readPostTable(store, file.key);
    const left = all.filter(({ post }) => !names.has(post.id) && !names.has(post.version));
    unplaced += left.filter(({ post }) => post.station === null).length;
    const isWhole = left.length === all.length;
    posts.push(
      isWhole ? await described(store, file.key, left.length) : await writePostTable(store, file.key, left),
    );
  }
  const rejected: Rejected[] = [];
  const quarantine: ManifestFile[] = [];
  for (const file of manifest.quarantine) {
    const all = await readQuarantine(store, file.key);
    const left = all.filter(({ record }) => !postsIn(record).some((post) => isNamed(post, names)));
    for (const line of left) rejected.push(line);
    if (left.length === 0) await store.remove([file.key]);
    else if (left.length < all.length) quarantine.push(await writeQuarantine(store, file.key, left));
    else quarantine.push(await described(store, file.key, left.length));
  }
  const topics = await findTopics(() => wordsOf(store, posts));
  const accepted = posts.reduce((sum, { rows }) => sum + rows, 0);
  const { duplicates } = manifest.counts;
  const counts: Counts = {
    read: accepted + duplicates + rejected.length,
    accepted,
    duplicates,
    unplaced,
    rejected: rejected.length,
  };
  const thinned: AnalysisManifest = {
    ...manifest,
    counts,
    reasons: rejected.length === manifest.counts.rejected ? manifest.reasons : countReasons(rejected),
    posts,
    topics: [await writeFile(store, topicsKey(runId), topics.length, encodeTopicTable(topics))],
    quarantine,
  };
  const others = manifest.topics.map((file) => file.key).filter((topic) => topic !== topicsKey(runId));
  await store.write(key, encodeJson(thinned));
  await store.remove(others);
  return counts;
}

/** A file as it is now: an interrupted attempt may have written it already. */
async function described(store: ObjectStore, key: string, rows: number): Promise<ManifestFile> {
  const body = (await store.read(key)) ?? new Uint8Array();
  return { key, rows, bytes: body.byteLength, sha256: sha256(body) };
}

/** The words of each file's posts, one file after the other. */
async function* wordsOf(store: ObjectStore, files: readonly ManifestFile[]): AsyncGenerator<EncodedPosts> {
  for (const { key } of files) {
    const posts = await readPostTable(store, key);
    yield encodePosts(
      posts.map(({ post: { id, text, author, station } }) => ({
        id: BigInt(id),
        text,
        author: BigInt(author ?? 0),
        station,
      })),
    );
  }
}

/** The commonest first, ties by name; of each the first place. */
function countReasons(rejected: readonly Rejected[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { reason, file, line } of rejected) {
    const known = reasons.get(reason) ?? { reason, records: 0, file, line };
    reasons.set(reason, { ...known, records: known.records + 1 });
  }
  return [...reasons.values()].sort(
    (left, right) => right.records - left.records || compareUtf8(left.reason, right.reason),
  );
}
