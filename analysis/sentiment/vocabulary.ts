import { BOOSTER_PHRASES, BOOSTERS, FUNCTION_WORDS, NEGATIONS, SPECIAL_CASES } from "./lexicon/modifiers.ts";
import { RATINGS } from "./lexicon/ratings.ts";
import { findWord, hashOf, wordTable } from "./word-table.ts";

/** Texts are lower-cased before a word is looked up, so ":D", a capital in the lexicon, is never found. */
const ratings = Object.entries(RATINGS).filter(([word]) => /^[!-@[-~]+$/.test(word));

const phrases = [...BOOSTER_PHRASES.keys(), ...SPECIAL_CASES.keys()];

/** The words of each kind stand together, so that a word's number tells its kind. No word is of two kinds. */
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

/** All words that mean something to VADER; a text's other words are UNKNOWN. */
export const vocabulary = wordTable(words);

/** The number of a word of the vocabulary. */
export const wordNumber = (word: string): number =>
  findWord(vocabulary, word, 0, word.length, hashOf(word, 0, word.length));

/** Stands for each word that the vocabulary does not have, but that has "n't" in it. */
export const OTHER_CONTRACTION = words.length + 1;

export const isInLexicon = (word: number): boolean => word > 0 && word <= LAST_OF_LEXICON;
export const isBooster = (word: number): boolean => word > LAST_OF_LEXICON && word <= LAST_BOOSTER;
export const isNegation = (word: number): boolean =>
  (word > LAST_BOOSTER && word <= LAST_NEGATION) || word === OTHER_CONTRACTION;

const values = Float64Array.from([0, ...ratings.map(([, valence]) => valence), ...BOOSTERS.values()]);

/** Of a word of the lexicon the mean of its ratings, from -4 to 4; of a booster what it adds; 0 of any other. */
export const weightOf = (word: number): number => (word < values.length ? (values[word] ?? 0) : 0);
