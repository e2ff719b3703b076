import stopwords from "natural/lib/natural/util/stopwords.js";

/** Function words that natural's list lacks, as the Snowball project's English list has them, and short forms. */
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

/** In UTF-16 units. What is longer is no word, and the stemmer's time grows with the square of the length. */
const LONGEST_WORD = 40;

/**
 * The word as it is counted and shown, without a possessive's end; null where it is not counted. A countable
 * word has three letters or more, and is no stop word. `word` is in lower case.
 */
export function countableSurface(word: string): string | null {
  if (word.length > LONGEST_WORD || CONTRACTION.test(word)) return null;
  const surface = word.replace(POSSESSIVE, "");
  return STOP_WORDS.has(surface) || !THREE_LETTERS.test(surface) ? null : surface;
}
