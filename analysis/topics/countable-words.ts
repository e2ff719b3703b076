import { hashOf } from "../hash.ts";
import { countableSurface } from "./countable.ts";
import { type WordIndex, wordIndex, wordNumber } from "./word-index.ts";

/** Numbers countable words from 0; each word is judged once. */
export interface CountableWords {
  readonly seen: WordIndex;
  /** By the number in `seen`: the number of the countable word that it stands for, or NOT_COUNTABLE. */
  readonly numbers: (number | undefined)[];
  /** The same, as the countable word itself: "shop's" stands for "shop". */
  readonly ownNumbers: (number | undefined)[];
  /** The countable words, by their number. */
  readonly names: string[];
}

export const NOT_COUNTABLE = -1;

export const countableWords = (): CountableWords => ({
  seen: wordIndex(),
  numbers: [],
  ownNumbers: [],
  names: [],
});

/** The number of what `text.slice(start, end)`, whose hash is `hash`, counts as; NOT_COUNTABLE where it does not. */
export function countableNumber(
  words: CountableWords,
  text: string,
  start: number,
  end: number,
  hash: number,
): number {
  const word = wordNumber(words.seen, text, start, end, hash);
  return words.numbers[word] ?? judge(words, word, text.slice(start, end));
}

function judge({ seen, numbers, ownNumbers, names }: CountableWords, word: number, written: string): number {
  const surface = countableSurface(written);
  if (surface === null) {
    numbers[word] = NOT_COUNTABLE;
    return NOT_COUNTABLE;
  }
  const { length } = surface;
  const own = surface === written ? word : wordNumber(seen, surface, 0, length, hashOf(surface, 0, length));
  const number = ownNumbers[own] ?? names.push(surface) - 1;
  ownNumbers[own] = number;
  numbers[word] = number;
  return number;
}
