import { type EncodedPosts, encodePosts, type TopicPost } from "../../../analysis/topics/encode.ts";
import type { TopicRow } from "../../../analysis/topics/find-topics.ts";
import { findTopics } from "../../../analysis/topics/find-topics.ts";
import type { TopicMethod } from "../../../analysis/topics/ranking.ts";

/** Posts with these texts at a station; ids count up from `firstId`, and every post has an author of its own. */
export const postsAt = (station: string | null, texts: readonly string[], firstId = 1): TopicPost[] =>
  texts.map((text, index) => ({
    id: BigInt(firstId + index),
    author: BigInt(1_000_000 + firstId + index),
    station,
    text,
  }));

/** A word of its own for each number. */
export const fillerWord = (number: number): string => `w${lettersOf(number)}ub`;

const lettersOf = (number: number): string =>
  [...String(number)].map((digit) => "bcdfghklmn".charAt(Number(digit))).join("a");

/** Texts with three words each that are in no other text. */
export const fillers = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, index) => {
    const letters = lettersOf(index);
    return `${name}${letters}axx, ${name}${letters}oxx, ${name}${letters}uxx`;
  });

/** The words of a part, by their number. */
export const wordsOfPart = ({ letters, wordEnds }: EncodedPosts): string[] =>
  Array.from(wordEnds, (end, word) => letters.slice(wordEnds[word - 1] ?? 0, end));

/** What was found in the posts, in one part. */
export const topicsOf = (posts: readonly TopicPost[]): Promise<TopicRow[]> => {
  const part = encodePosts(posts);
  return findTopics(() => [part]);
};

export const rowsOf = (
  rows: readonly TopicRow[],
  station: string | null,
  method: TopicMethod = "distinctive",
): TopicRow[] => rows.filter((row) => row.station === station && row.method === method);

export const termsOf = (...args: Parameters<typeof rowsOf>): string[] =>
  rowsOf(...args).map(({ term }) => term);
