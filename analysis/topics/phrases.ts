import { hashPair, type PairTable, pairTable } from "./pair-table.ts";
import { BITS, FOLLOWS, LAST, REPEATED } from "./text-store.ts";

/** In how many of `texts` texts two words are found, alone and side by side. */
export interface PairCounts {
  readonly texts: number;
  readonly first: number;
  readonly second: number;
  readonly together: number;
}

/** Fewer texts make no phrase. */
export const FEWEST_TOGETHER = 5;

/** From here on two words side by side are a phrase. */
const LEAST_NPMI = 0.3;

/**
 * Normalised pointwise mutual information (Bouma 2009, "Normalized (pointwise) mutual information in collocation
 * extraction"): 1 where neither word is without the other, 0 where they meet by chance.
 */
export function npmi({ texts, first, second, together }: PairCounts): number {
  if (together === texts) return 1;
  return Math.log((together * texts) / (first * second)) / Math.log(texts / together);
}

/** Whether two words that stand side by side, in this order, are a phrase. All counts are of the city's texts. */
export const isPhrase = (counts: PairCounts): boolean =>
  counts.together >= FEWEST_TOGETHER && npmi(counts) >= LEAST_NPMI;

/** As many small counters as keep pairs apart that are not too many; 64 MiB at most. */
const MOST_COUNTERS = 2 ** 26;

/** In how many texts words are. */
export interface WordCounts {
  readonly texts: number;
  /** By the number of the stem. */
  readonly textsOf: Uint32Array;
}

/** Two stems that are a phrase, by their numbers, and in how many texts the second follows the first. */
export interface Phrase {
  readonly first: number;
  readonly second: number;
  readonly together: number;
}

/** Finds the phrases, in no particular order. Words that stand in their text before are marked. */
export function findPhrases(chunks: readonly Uint32Array[], { texts, textsOf }: WordCounts): Phrase[] {
  return [...countPairs(chunks, texts, textsOf).entries()].flatMap(([first, second, together]) => {
    const counts = { texts, first: textsOf[first] ?? 0, second: textsOf[second] ?? 0, together };
    return isPhrase(counts) ? [{ first, second, together }] : [];
  });
}

/** Counts the texts that hold each word, and marks the words that stand in their text before. */
export function countWords(chunks: readonly Uint32Array[], stems: number): WordCounts {
  const textsOf = new Uint32Array(stems);
  /** The last text that each word was met in. */
  const lastText = new Uint32Array(stems);
  let text = 1;
  for (const chunk of chunks)
    for (let index = 0; index < chunk.length; index++) {
      const token = chunk[index] ?? 0;
      const stem = token >>> BITS;
      if (lastText[stem] === text) chunk[index] = token | REPEATED;
      else {
        lastText[stem] = text;
        textsOf[stem] = (textsOf[stem] ?? 0) + 1;
      }
      if ((token & LAST) !== 0) text += 1;
    }
  return { texts: text - 1, textsOf };
}

/**
 * The number of texts of each pair that may be a phrase. There are more pairs than memory. But a phrase needs
 * two words that are common enough, and to be common enough itself: that is tried first, with small counters
 * which many pairs share, so that a count may be too high and never too low.
 */
function countPairs(chunks: readonly Uint32Array[], texts: number, textsOf: Uint32Array): PairTable {
  const isCommon = Uint8Array.from(textsOf, (count) => (count >= FEWEST_TOGETHER ? 1 : 0));
  const counters = new Uint8Array(Math.min(MOST_COUNTERS, 2 ** Math.ceil(Math.log2(8 * texts + 8))));
  const mask = counters.length - 1;
  for (const chunk of chunks)
    eachPair(chunk, isCommon, (first, second) => {
      const counter = hashPair(first, second) & mask;
      const count = counters[counter] ?? 0;
      if (count < FEWEST_TOGETHER) counters[counter] = count + 1;
    });
  const pairs = pairTable();
  let before = 0;
  for (const chunk of chunks)
    before =
      eachPair(chunk, isCommon, (first, second, text) => {
        if (counters[hashPair(first, second) & mask] === FEWEST_TOGETHER)
          pairs.count(first, second, before + text);
      }) + before;
  return pairs;
}

/**
 * Visits the common words that follow a common word: both stems, and which of the chunk's texts they are in,
 * counted from 1. Returns the number of texts.
 */
function eachPair(
  chunk: Uint32Array,
  isCommon: Uint8Array,
  visit: (first: number, second: number, text: number) => void,
): number {
  let text = 1;
  for (let index = 0; index < chunk.length; index++) {
    const token = chunk[index] ?? 0;
    if ((token & FOLLOWS) !== 0 && isCommon[token >>> BITS] === 1) {
      const first = (chunk[index - 1] ?? 0) >>> BITS;
      if (isCommon[first] === 1) visit(first, token >>> BITS, text);
    }
    if ((token & LAST) !== 0) text += 1;
  }
  return text - 1;
}
