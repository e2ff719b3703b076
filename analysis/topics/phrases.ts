import { hashPair, type PairTable, pairTable } from "./pair-table.ts";
import { BITS, FOLLOWS, LAST, REPEATED } from "./text-store.ts";

/** How many of `texts` texts contain each of two words, and both side by side. */
export interface PairCounts {
  readonly texts: number;
  readonly first: number;
  readonly second: number;
  readonly together: number;
}

/** The fewest texts in which a phrase must occur. */
export const FEWEST_TOGETHER = 5;

/** The lowest NPMI of a phrase. */
const LEAST_NPMI = 0.3;

/**
 * Normalised pointwise mutual information (Bouma 2009, "Normalized (pointwise) mutual information in collocation
 * extraction"): 1 if neither word occurs without the other, 0 if they meet by chance.
 */
export function npmi({ texts, first, second, together }: PairCounts): number {
  if (together === texts) return 1;
  return Math.log((together * texts) / (first * second)) / Math.log(texts / together);
}

/** Whether two words side by side, in this order, are a phrase. All counts are of the city's texts. */
export const isPhrase = (counts: PairCounts): boolean =>
  counts.together >= FEWEST_TOGETHER && npmi(counts) >= LEAST_NPMI;

/** Enough small counters to separate most pairs: 64 MiB at most. */
const MOST_COUNTERS = 2 ** 26;

/** How many texts contain each word. */
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

/** Finds the phrases, in no particular order. countWords must have marked repeated words before. */
export function findPhrases(chunks: readonly Uint32Array[], { texts, textsOf }: WordCounts): Phrase[] {
  return [...countPairs(chunks, texts, textsOf).entries()].flatMap(([first, second, together]) => {
    const counts = { texts, first: textsOf[first] ?? 0, second: textsOf[second] ?? 0, together };
    return isPhrase(counts) ? [{ first, second, together }] : [];
  });
}

/** Counts the texts that contain each word, and marks words that occurred before in the same text. */
export function countWords(chunks: readonly Uint32Array[], stems: number): WordCounts {
  const textsOf = new Uint32Array(stems);
  /** The last text in which each word occurred. */
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
 * The number of texts of each pair that can be a phrase. All pairs do not fit into memory. But both words of a phrase,
 * and the phrase itself, must be common enough. A first pass checks that with small counters that pairs share, so that
 * a count can be too high but never too low.
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
 * Visits each common word that follows a common word, with both stems and the number of the chunk's text, counted from
 * 1. Returns the number of texts.
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
