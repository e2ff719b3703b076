/**
 * How topics are chosen. `distinctive`: what is said here more than elsewhere. `count`: the words that most
 * posts hold, as the original did it, for comparison.
 */
export type TopicMethod = "distinctive" | "count";

/** A topic as people see it. */
export interface TopicRow {
  readonly method: TopicMethod;
  /** Null for the whole city. */
  readonly station: string | null;
  /** From 1. */
  readonly rank: number;
  /** The commonest surface form of the stem, or of the two stems of a phrase, in lower case. */
  readonly term: string;
  /** How many texts hold the term, near-duplicates counted once; with `count`, how many posts. */
  readonly posts: number;
  /** How many people are known to have written the posts with the term; null where no author is known. */
  readonly authors: number | null;
  /** What the rank follows: at a station the z-score; in the city, and with `count`, the number in `posts`. */
  readonly score: number;
  /** The numerically smallest id of the posts there that hold the term. */
  readonly examplePostId: string;
}
