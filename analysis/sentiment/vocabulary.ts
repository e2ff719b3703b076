import { HASH_SEED, hashUnit, placeEntries, slotOf } from "../open-addressing.ts";
import { BOOSTER_PHRASES, BOOSTERS, FUNCTION_WORDS, NEGATIONS, SPECIAL_CASES } from "./lexicon/modifiers.ts";
import { RATINGS } from "./lexicon/ratings.ts";

/** The number of every word that is not in a table. */
export const UNKNOWN = 0;

/**
 * Finds words in a text without copying them: it hashes their letters in place. Open addressing with linear
 * probing.
 */
export interface WordTable {
  /** A used slot has a word's number in its lower half and the upper half of the word's hash. A free slot is 0. */
  readonly slots: Int32Array;
  /** The letters of all words, one after the other. */
  readonly letters: Uint8Array;
  /** Where in `letters` each word ends, by its number. */
  readonly ends: Uint32Array;
  /** The length of the longest word, in code units. */
  readonly longest: number;
}

const NUMBER = 0xffff;
const HASH_PART = ~NUMBER;

const KELVIN_SIGN = 0x212a;

/**
 * Converts a code unit to lower case if the result is ASCII, and returns any other unit unchanged. The Kelvin sign is
 * the only character beyond ASCII with a lower case, "k", in ASCII.
 */
export function lowerCaseAscii(unit: number): number {
  if (unit >= 0x41 && unit <= 0x5a) return unit | 0x20;
  return unit === KELVIN_SIGN ? 0x6b : unit;
}

/** The hash of `text.slice(start, end)`, converted by lowerCaseAscii. */
export function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let index = start; index < end; index++) hash = hashUnit(hash, lowerCaseAscii(text.charCodeAt(index)));
  return hash;
}

/** `words` are fewer than 65,536, distinct, in lower case and ASCII. They are numbered from 1. */
export function wordTable(words: readonly string[]): WordTable {
  // A quarter full at most, so that a second slot is rarely read.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(words.length * 4)));
  const hashes = words.map((word) => hashOf(word, 0, word.length));
  placeEntries(
    words.length,
    slots.length,
    (index) => slotOf(hashes[index] ?? 0, slots.length),
    (index, slot) => {
      slots[slot] = ((hashes[index] ?? 0) & HASH_PART) | (index + 1);
    },
  );
  const ends = new Uint32Array(words.length + 1);
  for (const [index, word] of words.entries()) ends[index + 1] = (ends[index] ?? 0) + word.length;
  const letters = Uint8Array.from(words.join(""), (letter) => letter.charCodeAt(0));
  return { slots, letters, ends, longest: words.reduce((most, word) => Math.max(most, word.length), 0) };
}

/** The number of `text.slice(start, end)`, ignoring case; UNKNOWN if the table does not have it. */
export function findWord(table: WordTable, text: string, start: number, end: number, hash: number): number {
  const { slots } = table;
  let slot = slotOf(hash, slots.length);
  let entry = slots[slot] ?? 0;
  while (entry !== 0) {
    const number = entry & NUMBER;
    if (((entry ^ hash) & HASH_PART) === 0 && isWord(table, number, text, start, end)) return number;
    slot = (slot + 1) & (slots.length - 1);
    entry = slots[slot] ?? 0;
  }
  return UNKNOWN;
}

function isWord(
  { letters, ends }: WordTable,
  number: number,
  text: string,
  start: number,
  end: number,
): boolean {
  const first = ends[number - 1] ?? 0;
  if ((ends[number] ?? 0) - first !== end - start) return false;
  for (let index = start; index < end; index++) {
    if (letters[first + index - start] !== lowerCaseAscii(text.charCodeAt(index))) return false;
  }
  return true;
}

/** Words are converted to lower case before the lookup, so ":D", with a capital in the lexicon, is never found. */
const ratings = Object.entries(RATINGS).filter(([word]) => /^[!-@[-~]+$/.test(word));

const phrases = [...BOOSTER_PHRASES.keys(), ...SPECIAL_CASES.keys()];

/** Words of one kind have consecutive numbers, so that the number tells the kind. No word is of two kinds. */
const words = [
  ...new Set([
    ...ratings.map(([word]) => word),
    ...BOOSTERS.keys(),
    ...NEGATIONS,
    ...FUNCTION_WORDS,
    ...phrases.flatMap((phrase) => phrase.split(" ")),
  ]),
];
const LAST_OF_LEXICON = ratings.length;
const LAST_BOOSTER = LAST_OF_LEXICON + BOOSTERS.size;
const LAST_NEGATION = LAST_BOOSTER + NEGATIONS.length;

/** All words that VADER uses. Other words are UNKNOWN. */
export const vocabulary = wordTable(words);

/** The number of a word of the vocabulary. */
export const wordNumber = (word: string): number =>
  findWord(vocabulary, word, 0, word.length, hashOf(word, 0, word.length));

/** The number of every word that is not in the vocabulary but contains "n't". */
export const OTHER_CONTRACTION = words.length + 1;

export const isInLexicon = (word: number): boolean => word > 0 && word <= LAST_OF_LEXICON;
export const isBooster = (word: number): boolean => word > LAST_OF_LEXICON && word <= LAST_BOOSTER;
export const isNegation = (word: number): boolean =>
  (word > LAST_BOOSTER && word <= LAST_NEGATION) || word === OTHER_CONTRACTION;

const values = Float64Array.from([0, ...ratings.map(([, valence]) => valence), ...BOOSTERS.values()]);

/** The mean rating of a word of the lexicon, from -4 to 4, the increase of a booster, or 0 for any other word. */
export const weightOf = (word: number): number => (word < values.length ? (values[word] ?? 0) : 0);
