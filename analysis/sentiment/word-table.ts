import { HASH_SEED, hashUnit, slotOf } from "../hash.ts";
import { fillSlots, oneTo } from "../open-addressing.ts";

/** The number of every word that a table does not have. */
export const UNKNOWN = 0;

/**
 * Finds words inside a text without cutting them out: their letters are hashed where they stand. Open
 * addressing with linear probing.
 */
export interface WordTable {
  /** In each used slot a word's number and, above it, the upper half of its hash; 0 in the others. */
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
 * A code unit as it stands in the lower case of its word, as far as that is ASCII; any other unit as it is.
 * The Kelvin sign is the one character beyond ASCII whose lower case, "k", is within.
 */
export function lowerCaseAscii(unit: number): number {
  if (unit >= 0x41 && unit <= 0x5a) return unit | 0x20;
  return unit === KELVIN_SIGN ? 0x6b : unit;
}

/** The hash of `text.slice(start, end)` in lower case, as far as that is ASCII. */
export function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let index = start; index < end; index++) hash = hashUnit(hash, lowerCaseAscii(text.charCodeAt(index)));
  return hash;
}

/** `words` are fewer than 65,536, different, in lower case and in ASCII. They are numbered from 1. */
export function wordTable(words: readonly string[]): WordTable {
  // A quarter full at most, so that the next slot is seldom looked at.
  const length = 2 ** Math.ceil(Math.log2(words.length * 4));
  const hashes = words.map((word) => hashOf(word, 0, word.length));
  const numbers = fillSlots(oneTo(words.length), length, (number) => slotOf(hashes[number - 1] ?? 0, length));
  const slots = Int32Array.from(numbers, (number) =>
    number === 0 ? 0 : ((hashes[number - 1] ?? 0) & HASH_PART) | number,
  );
  const ends = new Uint32Array(words.length + 1);
  for (const [index, word] of words.entries()) ends[index + 1] = (ends[index] ?? 0) + word.length;
  const letters = Uint8Array.from(words.join(""), (letter) => letter.charCodeAt(0));
  return { slots, letters, ends, longest: words.reduce((most, word) => Math.max(most, word.length), 0) };
}

/** The number of `text.slice(start, end)`, in any case; UNKNOWN where it is no word of the table. */
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
