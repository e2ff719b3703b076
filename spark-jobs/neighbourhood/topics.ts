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
 * Turns the words of all posts into one row for each topic. The words are read twice: first as they arrive, then from a
 * file. Memory holds only the distinct texts, some dozens of bytes for each post.
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

/** Encodes the words of posts as a column: V8's format, which only this worker reads, in base64. */
export const encodeWords = (posts: readonly TopicPost[]): string =>
  serialize(encodePosts(posts)).toString("base64");

/**
 * Parses a row for the job `topics`: the output of encodeWords, a space, and the indexes of posts that a newer version
 * replaced. These posts are removed. The output of encodeWords is trusted and not checked. Throws an Error if the row has
 * another form.
 */
export function parseWordsRow(row: string): EncodedPosts {
  const blank = row.indexOf(" ");
  const indexes = row.slice(blank + 1);
  if (blank < 1 || !/^(?:\d+(?: \d+)*)?$/.test(indexes))
    throw new Error(`This is not a row of words: ${JSON.stringify(row.slice(0, 80))}`);
  const superseded = new Set(indexes === "" ? [] : indexes.split(" ").map(Number));
  return withoutPosts(deserialize(Buffer.from(row.slice(0, blank), "base64")), superseded);
}
