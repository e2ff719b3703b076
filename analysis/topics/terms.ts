import porter from "natural/lib/natural/stemmers/porter_stemmer.js";
import stopwords from "natural/lib/natural/util/stopwords.js";
import { cleanText } from "../text/clean.ts";

/** Function words that natural's list lacks, as the Snowball project's English list has them, and short forms. */
const MORE_STOP_WORDS = [
  ..."against don down having hers herself just let nor not off once ought will yourselves".split(" "),
  ..."arent cant couldnt didnt doesnt dont hasnt havent isnt ive lets shouldnt thats theyre wasnt".split(" "),
  ..."werent wont wouldnt youre".split(" "),
];

const STOP_WORDS: ReadonlySet<string> = new Set([...stopwords.words, ...MORE_STOP_WORDS, "london"]);

/** What apps write, not people: Instagram's opening, Swarm's company, the country after a place's name. */
const BOILERPLATE =
  /\bjust posted an? (?:photo|video)\b|\bw\/ \d+ others\b|\bunited kingdom\b|\bgreat britain\b/g;

/** X hands these four out escaped. */
const ENTITY = /&(?:amp|lt|gt|quot);/g;

/** Letters and digits of any script, joined by apostrophes (o'clock) or low lines (#notting_hill). */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['_][\p{L}\p{M}\p{N}]+)*/gu;

/** I'm, we're, I've, she'll, they'd, don't: function words. */
const CONTRACTION = /(?:n't|'(?:m|re|ve|ll|d))$/;
const POSSESSIVE = /'s$/;
const THREE_LETTERS = /(?:\p{L}\P{L}*){3}/u;

/** In UTF-16 units. What is longer is no word, and the stemmer's time grows with the square of the length. */
const LONGEST_WORD = 40;

/**
 * The distinct terms of one post: for each stem (Porter's) the first word of the post that has it, in lower
 * case. A term is a word of three letters or more that is no stop word and not "london"; the words of
 * `ownNames`, the names of the place that the post is counted for, are left out in all their forms. URLs,
 * @names and what apps write are left out; a hashtag counts without its #.
 */
export function countableTerms(text: string, ownNames: readonly string[]): Map<string, string> {
  const ownStems = new Set(ownNames.flatMap(words).map(stem));
  const terms = new Map<string, string>();
  for (const word of words(cleanText(text))) {
    if (STOP_WORDS.has(word) || !THREE_LETTERS.test(word)) continue;
    const term = stem(word);
    if (!ownStems.has(term) && !terms.has(term)) terms.set(term, word);
  }
  return terms;
}

/** The words in lower case, one spelling for each (NFKC), without contractions and a possessive's end. */
const words = (text: string): string[] =>
  (
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(ENTITY, " ")
      .replaceAll("’", "'")
      .replace(BOILERPLATE, " ")
      .match(WORD) ?? []
  )
    .filter((word) => word.length <= LONGEST_WORD && !CONTRACTION.test(word))
    .map((word) => word.replace(POSSESSIVE, ""));

const stem = (word: string): string => porter.stem(word);
