import { isEmphasised, type Tokens, wordAt } from "../tokens.ts";
import { isBooster, weightOf } from "../vocabulary.ts";

/** The mean rise in intensity that Hutto & Gilbert measured for a word in capitals. */
const INCREASE = 0.733;

/** What capitals add to a word with this valence, or to the degree adverb before it. */
export function capitalsEmphasis(tokens: Tokens, index: number, valence: number): number {
  if (!isEmphasised(tokens, index)) return 0;
  return valence > 0 ? INCREASE : -INCREASE;
}

/** How much of a booster's effect is left one, two and three words on. */
const DAMPING = [0, 1, 0.95, 0.9];

/** What the degree adverb ("very", "barely") `distance` words before `index` adds to a valence; 0 without one. */
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

/** What the exclamation marks (four of them count) and question marks (from two on) of a text add to its score. */
export function punctuationEmphasis({ exclamationMarks, questionMarks }: Tokens): number {
  return Math.min(exclamationMarks, 4) * EXCLAMATION_MARK + questionEmphasis(questionMarks);
}

function questionEmphasis(count: number): number {
  if (count < 2) return 0;
  return count <= 3 ? count * QUESTION_MARK : MANY_QUESTION_MARKS;
}
