import { deserialize, serialize } from "node:v8";
import type { EncodedPosts } from "../../analysis/topics/encode.ts";
import { findTopics } from "../../analysis/topics/find-topics.ts";
import type { TopicRow } from "../../analysis/topics/topic-row.ts";
import type { RowJob } from "../pipe-rows.ts";
import { escapeOptional, escapeText, NULL } from "../rows.ts";
import { openSpool } from "../spool.ts";
import { parseWordsRow } from "./words.ts";

/**
 * The words of all posts become a row for each topic. They are read twice, so they wait on the disk: in memory are the
 * distinct texts, some dozens of bytes a post.
 */
export function topicsJob(): RowJob {
  const spool = openSpool();
  function* parts(): Generator<EncodedPosts> {
    for (const part of spool.read()) yield deserialize(part);
  }
  return {
    next(row) {
      spool.add(serialize(parseWordsRow(row)));
      return [];
    },
    async end() {
      const topics = await findTopics(parts);
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
