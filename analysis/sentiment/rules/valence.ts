import { isEmphasised, type Tokens, wordAt } from "../tokenise.ts";
import { isBooster, isInLexicon, isNegation, weightOf, wordNumber } from "../vocabulary.ts";
import { mayBeSpecial, specialCase } from "./special-cases.ts";

const KIND = wordNumber("kind");
const OF = wordNumber("of");

/**
 * The valence, in its context, of the word of the lexicon at `index`. The three words before it can change it, nearest
 * first, unless they are in the lexicon themselves.
 */
export function valenceInContext(tokens: Tokens, index: number): number {
  const word = wordAt(tokens, index);
  const next = wordAt(tokens, index + 1);
  // "Kind of" weakens the next word and is not a kindness.
  if (word === KIND && next === OF) return 0;
  const one = wordAt(tokens, index - 1);
  const two = wordAt(tokens, index - 2);
  const three = wordAt(tokens, index - 3);
  let valence = valenceAmongNos(word, next, one, two, three);
  valence += capitalsEmphasis(tokens, index, valence);
  if (index > 0 && !isInLexicon(one)) {
    valence += degreeModifier(tokens, index, 1, valence);
    valence *= nearNegationFactor(one);
  }
  if (index > 1 && !isInLexicon(two)) {
    valence += degreeModifier(tokens, index, 2, valence);
    valence *= middleNegationFactor(two, one);
  }
  if (index > 2 && !isInLexicon(three)) {
    valence += degreeModifier(tokens, index, 3, valence);
    valence *= farNegationFactor(three, two, one);
    if (mayBeSpecial(three, two, one, word, next)) valence = specialCase(tokens, index, valence);
  }
  return valence * leastFactor(one, two);
}

/** The mean rise in intensity that Hutto & Gilbert measured for a word in capitals. */
const INCREASE = 0.733;

/** The amount that capitals add to a word with this valence, or to the degree adverb before it. */
export function capitalsEmphasis(tokens: Tokens, index: number, valence: number): number {
  if (!isEmphasised(tokens, index)) return 0;
  return valence > 0 ? INCREASE : -INCREASE;
}

/** The share of a booster's effect that remains after one, two and three words. */
const DAMPING = [0, 1, 0.95, 0.9];

/** The amount that a degree adverb ("very", "barely") `distance` words before `index` adds; 0 if there is none. */
export function degreeModifier(tokens: Tokens, index: number, distance: number, valence: number): number {
  const word = wordAt(tokens, index - distance);
  if (!isBooster(word)) return 0;
  const increase = valence < 0 ? -weightOf(word) : weightOf(word);
  return (increase + capitalsEmphasis(tokens, index - distance, valence)) * (DAMPING[distance] ?? 0);
}

/** The mean rises in intensity that Hutto & Gilbert measured. */
const EXCLAMATION_MARK = 0.292;
const QUESTION_MARK = 0.18;
const MANY_QUESTION_MARKS = 0.96;

/** The amount that exclamation marks (at most four count) and question marks (if two or more) add to a score. */
export function punctuationEmphasis({ exclamationMarks, questionMarks }: Tokens): number {
  return Math.min(exclamationMarks, 4) * EXCLAMATION_MARK + questionEmphasis(questionMarks);
}

function questionEmphasis(count: number): number {
  if (count < 2) return 0;
  return count <= 3 ? count * QUESTION_MARK : MANY_QUESTION_MARKS;
}

/** The factor of a negation, as Hutto & Gilbert measured it. */
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

/** The factor by which the word directly before a word changes its valence. */
export const nearNegationFactor = (one: number): number => (isNegation(one) ? NEGATED : 1);

/** The same for the word two words before. `one` is the word between. */
export function middleNegationFactor(two: number, one: number): number {
  if (two === NEVER && isSoOrThis(one)) return PRAISED;
  if (two === WITHOUT && one === DOUBT) return 1;
  return isNegation(two) ? NEGATED : 1;
}

/** The same for the word three words before. `two` and `one` are the words between. */
export function farNegationFactor(three: number, two: number, one: number): number {
  // The last condition applies without "never" too, as in the reference.
  if ((three === NEVER && isSoOrThis(two)) || isSoOrThis(one)) return PRAISED;
  if (three === WITHOUT && (two === DOUBT || one === DOUBT)) return 1;
  return isNegation(three) ? NEGATED : 1;
}

const isSoOrThis = (word: number): boolean => word === SO || word === THIS;

/**
 * The valence of a word of the lexicon, given the "no"s around it. "No" has a valence of its own, but before a word of
 * the lexicon it has none and negates that word instead, also at a distance ("no fun", "no real fun", "no wit or
 * fun"). `one`, `two` and `three` are the words before it, and `next` is the word after it.
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
 * The factor by which "least" changes the valence of the next word: "the least happy", but not "at least happy". `one`
 * and `two` are the words before it.
 */
export function leastFactor(one: number, two: number): number {
  return one === LEAST && two !== AT && two !== VERY ? NEGATED : 1;
}
