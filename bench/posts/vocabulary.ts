import type { Random } from "../../data/synthetic/random.ts";
import { CODAS, COMMON, ONSETS, SUFFIXES, VOWELS } from "./words.ts";
import { weightedDrawer, zipfWeights } from "./zipf.ts";

export const VOCABULARY_SIZE = 120_000;

/** The probability that the next word is one that often follows the last one: about half, as in real text. */
const FOLLOWED = 0.45;
/** The number of words that often follow a word: many after `the`, three after a rare word. */
const successorsOf = (rank: number): number => 3 + Math.trunc(1200 / (rank + 3));
const PROPER_NAMES = 0.04;

/** Draws words so that words follow Zipf's law and pairs of words repeat, as in a language. */
export interface Vocabulary {
  /** Words by rank; rank 0 is the most frequent. */
  readonly words: readonly string[];
  /** The rank of a word, independent of the word before it. */
  draw(): number;
  /** The rank of a word that follows the word of rank `previous`. */
  drawAfter(previous: number): number;
}

/**
 * Common English words first, then made-up words of one to three syllables with English endings, short ones first
 * (Zipf's law of abbreviation).
 */
export function vocabulary(random: Random): Vocabulary {
  const invented = [...inventedWords(random)].sort((left, right) => left.length - right.length);
  const words = [...new Set([...COMMON, ...invented])].slice(0, VOCABULARY_SIZE);
  const draw = weightedDrawer(zipfWeights(words.length, 2.7, 1.1), random);
  const successors = words.map((_, rank) => Int32Array.from({ length: successorsOf(rank) }, draw));
  return {
    words,
    draw,
    drawAfter: (previous) => {
      const often = successors[previous] ?? new Int32Array();
      return random.chance(FOLLOWED) ? (often[random.integer(often.length)] ?? 0) : draw();
    },
  };
}

function inventedWords(random: Random): Set<string> {
  const words = new Set<string>();
  while (words.size < VOCABULARY_SIZE) {
    const stem = inventStem(random);
    for (const suffix of SUFFIXES) if (random.chance(0.4)) words.add(stem + suffix);
  }
  return words;
}

function inventStem(random: Random): string {
  const syllables = random.weighted([2, 5, 2]) + 1;
  const stem = Array.from({ length: syllables }, () => random.pick(ONSETS) + random.pick(VOWELS)).join("");
  const whole = stem + random.pick(CODAS);
  return random.chance(PROPER_NAMES) ? whole.charAt(0).toUpperCase() + whole.slice(1) : whole;
}
