import { wordNumber } from "../vocabulary.ts";
import { NEGATED } from "./negation.ts";

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
