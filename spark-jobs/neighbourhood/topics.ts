import { findTopics } from "../../analysis/topics/find-topics.ts";
import type { TopicRow } from "../../analysis/topics/topic-row.ts";
import type { RowJob } from "../pipe-rows.ts";
import { escapeOptional, escapeText, NULL } from "../rows.ts";
import { openSpool } from "../spool.ts";
import { parseWordsRow, readWords } from "./words.ts";

/**
 * The words of all posts become a row for each topic. They are read twice, so they wait on the disk: in memory are the
 * distinct texts, some dozens of bytes a post.
 */
export function topicsJob(): RowJob {
  const spool = openSpool();
  const superseded: ReadonlySet<number>[] = [];
  function* parts() {
    let part = 0;
    for (const words of spool.read()) {
      yield readWords({ words, superseded: superseded[part] ?? new Set() });
      part += 1;
    }
  }
  return {
    next(row) {
      const words = parseWordsRow(row);
      spool.add(words.words);
      superseded.push(words.superseded);
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
