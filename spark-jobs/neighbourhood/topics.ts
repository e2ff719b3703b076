import { deserialize, serialize } from "node:v8";
import type { EncodedPosts } from "../../analysis/topics/encode.ts";
import { topicFinder } from "../../analysis/topics/find-topics.ts";
import type { TopicRow } from "../../analysis/topics/topic-row.ts";
import type { RowJob } from "../pipe-rows.ts";
import { escapeOptional, escapeText, NULL } from "../rows.ts";
import { openSpool } from "../spool.ts";
import { parseWordsRow } from "./words.ts";

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
