import { isInLexicon, isNegation, weightOf, wordNumber } from "../vocabulary.ts";

/** What a negation makes of a valence, as Hutto & Gilbert measured it. */
export const NEGATED = -0.74;

/** "Never so good" is praise. */
const PRAISED = 1.25;

const DOUBT = wordNumber("doubt");
const NEVER = wordNumber("never");
const NO = wordNumber("no");
const NOR = wordNumber("nor");
const OR = wordNumber("or");
const SO = wordNumber("so");
const THIS = wordNumber("this");
const WITHOUT = wordNumber("without");

/** By what the word just before another multiplies that word's valence. */
export const nearNegationFactor = (one: number): number => (isNegation(one) ? NEGATED : 1);

/** The same for the word two words before; `one` is the word between. */
export function middleNegationFactor(two: number, one: number): number {
  if (two === NEVER && isSoOrThis(one)) return PRAISED;
  if (two === WITHOUT && one === DOUBT) return 1;
  return isNegation(two) ? NEGATED : 1;
}

/** The same for the word three words before; `two` and `one` are the words between. */
export function farNegationFactor(three: number, two: number, one: number): number {
  // Without "never", the last alone is enough: so the reference groups its conditions.
  if ((three === NEVER && isSoOrThis(two)) || isSoOrThis(one)) return PRAISED;
  if (three === WITHOUT && (two === DOUBT || one === DOUBT)) return 1;
  return isNegation(three) ? NEGATED : 1;
}

const isSoOrThis = (word: number): boolean => word === SO || word === THIS;

/**
 * The valence of a word of the lexicon among the "no"s around it: "no" has one of its own, but before a word of
 * the lexicon it has none and negates that word, also from further off ("no fun", "no real fun", "no wit or
 * fun"). `one`, `two` and `three` are the words before it, `next` is that after it.
 */
export function valenceAmongNos(word: number, next: number, one: number, two: number, three: number): number {
  if (one === NO || two === NO || (three === NO && (one === OR || one === NOR)))
    return weightOf(word) * NEGATED;
  return word === NO && isInLexicon(next) ? 0 : weightOf(word);
}

const AT = wordNumber("at");
const LEAST = wordNumber("least");
const VERY = wordNumber("very");

/**
 * By what "least" before a word multiplies its valence: "the least happy", but not "at least happy". `one` and
 * `two` are the words before it.
 */
export function leastFactor(one: number, two: number): number {
  return one === LEAST && two !== AT && two !== VERY ? NEGATED : 1;
}
