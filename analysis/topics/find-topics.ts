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
  /** The most frequent surface form of the stem, or of the two stems of a phrase, in lower case. */
  readonly term: string;
  /** How many texts contain the term, counting near-duplicates once. With `count`: how many posts. */
  readonly posts: number;
  /** The number of known authors of the posts with the term; null if no author is known. */
  readonly authors: number | null;
  /** The rank depends on it: the z-score at a station; the number in `posts` for the city, and with `count`. */
  readonly score: number;
  /** The numerically smallest id of the posts there that contain the term. */
  readonly examplePostId: string;
}

/** Finds the topics of a run. Its parts can be added one at a time. */
export interface TopicFinder {
  add(part: EncodedPosts): void;
  /** Call it once, after the last part, with all parts again in the same order. See findTopics. */
  find(parts: Parts): Promise<TopicRow[]>;
}

export function topicFinder(): TopicFinder {
  const corpus = corpusReader();
  return { add: corpus.add, find: (parts) => topicsOf(corpus.end(), parts) };
}

/**
 * Finds the topics of a run by each method: those of the city first, then those of each station in UTF-8 order. The same
 * posts give the same rows, in any order and in any number of parts. A term that only one person uses, as far as authors
 * are known, is not a topic. The method `count` ignores authors.
 *
 * @param read opens the parts. It is called twice, and must give the same parts in the same order.
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
    // One person's terms are removed first, so that no other term is removed as their near-duplicate.
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
