import { compareUtf8 } from "../order.ts";
import type { SerialisedCounts, TermCount } from "./count.ts";

/** A topic as people see it. */
export interface TopicRow {
  /** Null for the whole city. */
  readonly station: string | null;
  /** From 1. */
  readonly rank: number;
  /** The commonest surface form of the stem. */
  readonly term: string;
  /** The number of posts that the term occurs in. */
  readonly posts: number;
  /** What the rank follows; the larger, the higher. Here the number of posts. */
  readonly score: number;
  /** A post that the term occurs in. */
  readonly examplePostId: string;
}

/** A word that occurs in one post alone is no topic. */
const FEWEST_POSTS = 2;

/**
 * The `top` terms of the city and of each station by score, ties in the term's UTF-8 order; the city's rows
 * come first, then the stations in UTF-8 order.
 */
export const rankTopics = (counts: SerialisedCounts, { top = 5 }: { top?: number } = {}): TopicRow[] =>
  counts.flatMap(({ station, terms }) =>
    terms
      .filter((count) => count.posts >= FEWEST_POSTS)
      .map((count) => ({ ...count, term: commonestSurface(count), score: count.posts }))
      .sort((left, right) => right.score - left.score || compareUtf8(left.term, right.term))
      .slice(0, top)
      .map(({ term, posts, score, examplePostId }, index) => ({
        station,
        rank: index + 1,
        term,
        posts,
        score,
        examplePostId,
      })),
  );

/** The first of the commonest: surfaces are in UTF-8 order. */
const commonestSurface = ({ term, surfaces }: TermCount): string =>
  surfaces.reduce(
    (best, surface) => (surface[1] > best[1] ? surface : best),
    surfaces[0] ?? ([term, 0] as const),
  )[0];
