import { deserialize, serialize } from "node:v8";
import {
  type EncodedPosts,
  encodePosts,
  type TopicPost,
  withoutPosts,
} from "../../analysis/topics/encode.ts";
import type { TopicRow } from "../../analysis/topics/find-topics.ts";
import { topicFinder } from "../../analysis/topics/find-topics.ts";
import { escapeOptional, escapeText, NULL, type RowJob } from "../rows.ts";
import { openSpool } from "../spool.ts";

/**
 * The words of all posts become a row for each topic. They are read twice, first as they come, and wait on the disk for
 * the second time: in memory are the distinct texts, some dozens of bytes a post.
 */
export function topicsJob(): RowJob {
  const spool = openSpool();
  const finder = topicFinder();
  function* parts(): Generator<EncodedPosts> {
    for (const part of spool.read()) yield deserialize(part);
  }
  return {
    next(row) {
      const part = parseWordsRow(row);
      spool.add(serialize(part));
      finder.add(part);
      return [];
    },
    async end() {
      const topics = await finder.find(parts());
      spool.close();
      return topics.map(encodeTopic);
    },
  };
}

const encodeTopic = ({
  station,
  method,
  rank,
  term,
  posts,
  authors,
  score,
  examplePostId,
}: TopicRow): string =>
  [
    ...["topic", NULL, NULL, escapeOptional(station), method, rank, escapeText(term)],
    ...[posts, authors ?? NULL, score, examplePostId],
  ].join("\t");

/** The words of posts as a column: V8's own format, which only this worker reads, in base64. */
export const encodeWords = (posts: readonly TopicPost[]): string =>
  serialize(encodePosts(posts)).toString("base64");

/**
 * Reads a row for the job `topics`: what encodeWords wrote, a blank, and the indexes of those of its posts that gave way to
 * a newer version, which are left out. What encodeWords wrote a moment ago is trusted as it stands. Throws an Error where
 * the row is none.
 */
export function parseWordsRow(row: string): EncodedPosts {
  const blank = row.indexOf(" ");
  const indexes = row.slice(blank + 1);
  if (blank < 1 || !/^(?:\d+(?: \d+)*)?$/.test(indexes))
    throw new Error(`This is not a row of words: ${JSON.stringify(row.slice(0, 80))}`);
  const superseded = new Set(indexes === "" ? [] : indexes.split(" ").map(Number));
  return withoutPosts(deserialize(Buffer.from(row.slice(0, blank), "base64")), superseded);
}
