import porter from "natural/lib/natural/stemmers/porter_stemmer.js";
import stopwords from "natural/lib/natural/util/stopwords.js";
import { hashOf } from "../open-addressing.ts";
import { type WordIndex, wordIndex, wordNumber } from "./word-index.ts";

/** Porter's stem of a word in lower case. */
export const stemOf = (word: string): string => porter.stem(word);

/** Function words of the Snowball project's English list that are not in natural's list, and short forms. */
const MORE_STOP_WORDS = [
  ..."against don down having hers herself just let nor not off once ought will yourselves".split(" "),
  ..."arent cant couldnt didnt doesnt dont hasnt havent isnt ive lets shouldnt thats theyre wasnt".split(" "),
  ..."werent wont wouldnt youre via".split(" "),
];

const STOP_WORDS: ReadonlySet<string> = new Set([...stopwords.words, ...MORE_STOP_WORDS]);

/** I'm, we're, I've, she'll, they'd, don't: function words. */
const CONTRACTION = /(?:n't|'(?:m|re|ve|ll|d))$/;
const POSSESSIVE = /'s$/;
const THREE_LETTERS = /(?:\p{L}\P{L}*){3}/u;

/** In UTF-16 units. Longer strings are not words, and the stemmer's time is quadratic in the length. */
const LONGEST_WORD = 40;

/**
 * The word as it is counted and shown, without the ending of a possessive; null if it is not counted. A countable word
 * has three letters or more and is not a stop word. `word` is in lower case.
 */
export function countableSurface(word: string): string | null {
  if (word.length > LONGEST_WORD || CONTRACTION.test(word)) return null;
  const surface = word.replace(POSSESSIVE, "");
  return STOP_WORDS.has(surface) || !THREE_LETTERS.test(surface) ? null : surface;
}

/** Numbers countable words from 0, and decides only once for each word whether it is countable. */
export interface CountableWords {
  readonly seen: WordIndex;
  /** By the number in `seen`: the number of the countable word that it counts as, or NOT_COUNTABLE. */
  readonly numbers: (number | undefined)[];
  /** By the number in `seen`, for words that count as themselves: "shop's" counts as "shop". */
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

/** The number of the countable word for `text.slice(start, end)`, which has this `hash`; otherwise NOT_COUNTABLE. */
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
