import { type AnalysedPost, type PostSelection, pageAnalyser } from "../../analysis/analyse-posts.ts";
import type { Station } from "../../analysis/places/station.ts";
import type { Rejection } from "../../analysis/posts/post.ts";
import type { TopicPost } from "../../analysis/topics/encode.ts";
import { CELL_END, escapeOptional, escapeText, NULL, type RowJob } from "../rows.ts";
import { encodeWords } from "./topics.ts";

/** The number of posts whose words become one row, of some megabytes. */
const POSTS_OF_PART = 50_000;

/**
 * A raw page becomes one row for each post, one for each rejected record, and one for the number of posts that the
 * selection excludes. The words of many posts become one row, and so does the number of all records. sentiment.sql has
 * the columns.
 */
export function scoreJob(stations: readonly Station[], selection: PostSelection): RowJob {
  const analysePage = pageAnalyser(stations, selection);
  let records = 0;
  let part = 0;
  let waiting: TopicPost[] = [];

  const takeWords = (): string => {
    const row = `words\t${NULL}\t${NULL}\t${part}\t${NULL}\t${encodeWords(waiting)}`;
    part += 1;
    waiting = [];
    return row;
  };
  const addPost = (post: AnalysedPost, place: number): string => {
    const number = waiting.push(topicPost(post)) - 1;
    return `post\t${number}\t${NULL}\t${part}\t${post.id}\t${packPost(post, place)}`;
  };

  return {
    next(line) {
      const { posts, outside, rejections, ...page } = analysePage(line);
      records += page.records;
      const rows = posts.map(addPost);
      for (const rejection of rejections)
        rows.push(`rejected\t${NULL}\t${NULL}\t${NULL}\t${NULL}\t${packRejection(rejection)}`);
      if (outside > 0) rows.push(`outside\t${outside}\t${NULL}\t${NULL}\t${NULL}\t${NULL}`);
      if (waiting.length >= POSTS_OF_PART) rows.push(takeWords());
      return rows;
    },
    async end() {
      const all = `records\t${records}\t${NULL}\t${NULL}\t${NULL}\t${NULL}`;
      return waiting.length > 0 ? [takeWords(), all] : [all];
    },
  };
}

const topicPost = ({ id, text, author, station }: AnalysedPost): TopicPost => ({
  id: BigInt(id),
  text,
  author: author === null ? 0n : BigInt(author),
  station,
});

/** One template, because a list of cells and a join take several times as long. */
const packPost = (post: AnalysedPost, place: number): string =>
  `${post.versions}${CELL_END}${post.version}${CELL_END}` +
  `${post.origin.page}${CELL_END}${escapeText(post.origin.file)}${CELL_END}` +
  `${post.origin.line}${CELL_END}${place}${CELL_END}` +
  `${escapeText(post.text)}${CELL_END}${Date.parse(post.createdAt)}${CELL_END}` +
  `${escapeOptional(post.language)}${CELL_END}${post.author ?? NULL}${CELL_END}` +
  `${post.point?.longitude ?? NULL}${CELL_END}${post.point?.latitude ?? NULL}${CELL_END}` +
  `${escapeOptional(post.station)}${CELL_END}${post.metres ?? NULL}${CELL_END}` +
  `${escapeText(JSON.stringify(post.others))}${CELL_END}` +
  `${post.compound}${CELL_END}${post.masked}${CELL_END}${post.neg}${CELL_END}${post.neu}${CELL_END}${post.pos}${CELL_END}`;

const packRejection = ({ reason, record, origin: { page, file, line } }: Rejection): string =>
  `${page}${CELL_END}${escapeText(file)}${CELL_END}${line}${CELL_END}${reason}${CELL_END}${escapeText(record)}${CELL_END}`;
