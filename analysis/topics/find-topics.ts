import { chooseTerms } from "./choose-terms.ts";
import { type Corpus, corpusReader } from "./corpus.ts";
import { describeTerms, type Parts } from "./describe-terms.ts";
import type { EncodedPosts } from "./encode.ts";
import { withoutNearDuplicates } from "./near-duplicates.ts";
import { TOP, type TopicMethod } from "./ranking.ts";
import { findVocabulary } from "./vocabulary.ts";

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

/** Finds the topics of a run, whose parts may come one by one. */
export interface TopicFinder {
  add(part: EncodedPosts): void;
  /** To be called once, after the last part, with all of them again in the same order. See findTopics. */
  find(parts: Parts): Promise<TopicRow[]>;
}

export function topicFinder(): TopicFinder {
  const corpus = corpusReader();
  return { add: corpus.add, find: (parts) => topicsOf(corpus.end(), parts) };
}

/**
 * Finds the topics of a run: of the city (its rows come first) and of each station in UTF-8 order, by each
 * method. The same posts give the same rows, in whatever order and in however many parts they come. What one
 * person alone says, as far as authors are known, is no topic; the plain count does not ask.
 *
 * @param read opens the parts; it is called twice, and gives the same parts in the same order.
 */
export async function findTopics(read: () => Parts): Promise<TopicRow[]> {
  const finder = topicFinder();
  for await (const part of read()) finder.add(part);
  return finder.find(read());
}

async function topicsOf(corpus: Corpus, parts: Parts): Promise<TopicRow[]> {
  const vocabulary = findVocabulary(corpus);
  const lists = chooseTerms(corpus, vocabulary);
  const describe = await describeTerms(parts, corpus, vocabulary, lists);
  return lists.flatMap(({ method, station, terms, wordTexts }) => {
    const described = terms.map((listed) => ({ ...listed, shown: describe(station, listed.number) }));
    // One person's terms go first: they must take no other term's place as its echo.
    const chosen =
      method === "count"
        ? described.slice(0, TOP)
        : withoutNearDuplicates(
            described.filter(({ shown }) => !shown.onePerson),
            wordTexts,
          );
    return chosen.map(({ texts: posts, score, shown: { term, authors, examplePostId } }, index) => ({
      method,
      station,
      rank: index + 1,
      term,
      posts,
      authors,
      score,
      examplePostId,
    }));
  });
}
