import { type Tokens, wordAt } from "../tokens.ts";
import { isInLexicon, wordNumber } from "../vocabulary.ts";
import { capitalsEmphasis, degreeModifier } from "./intensity.ts";
import {
  farNegationFactor,
  leastFactor,
  middleNegationFactor,
  nearNegationFactor,
  valenceAmongNos,
} from "./negation.ts";
import { mayBeSpecial, specialCase } from "./special-cases.ts";

const KIND = wordNumber("kind");
const OF = wordNumber("of");

/**
 * The valence, where it stands, of the word of the lexicon at `index`. The three words before it may change it,
 * the nearest first; those that are in the lexicon themselves do not.
 */
export function valenceInContext(tokens: Tokens, index: number): number {
  const word = wordAt(tokens, index);
  const next = wordAt(tokens, index + 1);
  // "Kind of" weakens what follows and is no kindness.
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
