import { BOOSTER_PHRASES, SPECIAL_CASES } from "../lexicon/modifiers.ts";
import { type Tokens, wordAt } from "../tokenise.ts";
import { OTHER_CONTRACTION, wordNumber } from "../vocabulary.ts";

/** Phrases of two or three words with their values, by the number of the first word. */
type Phrases = readonly (readonly Phrase[] | undefined)[];

interface Phrase {
  readonly words: readonly number[];
  readonly value: number;
}

const specialCases = byFirstWord(SPECIAL_CASES);
const boosterPhrases = byFirstWord(BOOSTER_PHRASES);

/** 1 for each word that is the first of a phrase, and 1 for each that is the second. */
const begins = new Uint8Array(OTHER_CONTRACTION + 1);
const continues = new Uint8Array(OTHER_CONTRACTION + 1);
for (const phrase of [...SPECIAL_CASES.keys(), ...BOOSTER_PHRASES.keys()]) {
  const [first = 0, second = 0] = phrase.split(" ").map(wordNumber);
  begins[first] = 1;
  continues[second] = 1;
}

/**
 * A fast check whether `specialCase` can have an effect, which is rare. `three`, `two` and `one` are the words before a
 * word, and `next` is the word after it.
 */
export const mayBeSpecial = (three: number, two: number, one: number, word: number, next: number): boolean =>
  (mayBegin(three, two) | mayBegin(two, one) | mayBegin(one, word) | mayBegin(word, next)) !== 0;

const mayBegin = (first: number, second: number): number => (begins[first] ?? 0) & (continues[second] ?? 0);

/**
 * The valence of the word at `index`, changed by an idiom that it is part of or next to ("kiss of death"). An idiom that
 * begins with the word has priority, then one that ends with it, then one of the words before. Booster phrases like "kind
 * of", up to three words before, add to it.
 */
export function specialCase(tokens: Tokens, index: number, valence: number): number {
  const special =
    phraseAt(tokens, index, 3, specialCases) ??
    phraseAt(tokens, index, 2, specialCases) ??
    phraseAt(tokens, index - 1, 2, specialCases) ??
    phraseAt(tokens, index - 2, 3, specialCases) ??
    phraseAt(tokens, index - 2, 2, specialCases) ??
    phraseAt(tokens, index - 3, 3, specialCases) ??
    phraseAt(tokens, index - 3, 2, specialCases) ??
    valence;
  const far = phraseAt(tokens, index - 3, 2, boosterPhrases) ?? 0;
  const near = phraseAt(tokens, index - 2, 2, boosterPhrases) ?? 0;
  return special + far + near;
}

/** The value of the phrase of `length` words that begins at `first`; undefined if there is none. */
function phraseAt(tokens: Tokens, first: number, length: number, phrases: Phrases): number | undefined {
  const candidates = phrases[wordAt(tokens, first)];
  if (candidates === undefined) return undefined;
  const isHere = ({ words }: Phrase): boolean =>
    words.length === length && words.every((word, offset) => word === wordAt(tokens, first + offset));
  return candidates.find(isHere)?.value;
}

function byFirstWord(values: ReadonlyMap<string, number>): Phrases {
  const phrases: Phrase[][] = [];
  for (const [phrase, value] of values) {
    const words = phrase.split(" ").map(wordNumber);
    const first = words[0] ?? 0;
    phrases[first] = [...(phrases[first] ?? []), { words, value }];
  }
  return Array.from(phrases);
}
