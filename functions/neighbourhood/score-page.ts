import { gunzipSync } from "node:zlib";
import { parsePage } from "../../analysis/posts/page.ts";
import type { Rejection } from "../../analysis/posts/post.ts";
import { AnalysisFailed } from "../errors.ts";
import { pageTallyKey, quarantineKey, scoredKey } from "../keys.ts";
import { encodeJson, type ManifestFile, readListedFile, writeFile } from "../manifest.ts";
import type { Analysis } from "./analysis.ts";
import type { Reason } from "./analysis-manifest.ts";
import type { PostRow } from "./post-table.ts";
import type { Selection } from "./run.ts";

/** What the last step must know of a page. */
export interface PageTally {
  readonly read: number;
  /** Posts that the run did not ask for. */
  readonly outside: number;
  readonly rejected: number;
  readonly reasons: readonly Reason[];
  readonly quarantine: ManifestFile | null;
}

/**
 * Reads raw page number `page` and scores its posts: one object for each bucket, one for what was rejected,
 * one for the counts. Posts outside the run's window or stations are not the run's, so they are not read.
 */
export async function scorePage(analysis: Analysis, page: number): Promise<void> {
  const { run, store, raw, buckets } = analysis;
  const file = raw.files[page];
  if (file === undefined) throw new AnalysisFailed(`Run ${run.runId} has no raw page ${page}.`);
  const rows: PostRow[][] = Array.from({ length: buckets }, () => []);
  const rejections: Rejection[] = [];
  let read = 0;
  let outside = 0;
  for (const line of rawLines(await readListedFile(store, file))) {
    const parsed = parsePage(line);
    for (const post of parsed.posts) {
      const row = { ...analysis.analysePost(post), rawKey: file.key };
      if (!isSelected(raw.selection, row)) {
        outside += 1;
        continue;
      }
      read += 1;
      rows[bucketOf(row.id, buckets)]?.push(row);
    }
    for (const rejection of parsed.rejections) rejections.push(rejection);
  }
  for (const [bucket, bucketRows] of rows.entries())
    await store.write(scoredKey(run.runId, bucket, page), encodeJson(bucketRows));
  const tally: PageTally = {
    read: read + rejections.length,
    outside,
    rejected: rejections.length,
    reasons: countReasons(rejections),
    quarantine: await writeQuarantine(analysis, page, file.key, rejections),
  };
  await store.write(pageTallyKey(run.runId, page), encodeJson(tally));
}

const rawLines = (body: Uint8Array): string[] =>
  gunzipSync(body)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");

const isSelected = ({ stations, from, to }: Selection, row: PostRow): boolean =>
  (from === null || row.createdAt >= from) &&
  (to === null || row.createdAt < to) &&
  (stations === null || (row.station !== null && stations.includes(row.station)));

/** Spreads keys evenly, and the same key always to the same bucket. */
const bucketOf = (id: string, buckets: number): number => Number(BigInt(id) % BigInt(buckets));

function countReasons(rejections: readonly Rejection[]): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { reason, origin } of rejections) {
    const known = reasons.get(reason) ?? { reason, records: 0, ...origin };
    reasons.set(reason, { ...known, records: known.records + 1 });
  }
  return [...reasons.values()];
}

async function writeQuarantine(
  { run, store }: Analysis,
  page: number,
  rawKey: string,
  rejections: readonly Rejection[],
): Promise<ManifestFile | null> {
  const key = quarantineKey(run.runId, page);
  if (rejections.length === 0) {
    // Another version of the code may have rejected something of this page.
    await store.remove([key]);
    return null;
  }
  const lines = rejections.map(({ reason, record, origin }) =>
    JSON.stringify({ reason, file: origin.file, line: origin.line, rawKey, record }),
  );
  return writeFile(store, key, lines.length, new TextEncoder().encode(`${lines.join("\n")}\n`));
}
