import { deserialize, serialize } from "node:v8";
import {
  type EncodedPosts,
  encodePosts,
  type TopicPost,
  withoutPosts,
} from "../../analysis/topics/encode.ts";

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
    throw new Error(`This is no row of words: ${JSON.stringify(row.slice(0, 80))}`);
  const superseded = new Set(indexes === "" ? [] : indexes.split(" ").map(Number));
  return withoutPosts(deserialize(Buffer.from(row.slice(0, blank), "base64")), superseded);
}
