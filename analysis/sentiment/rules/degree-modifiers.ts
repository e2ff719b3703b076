import { type Tokens, wordAt } from "../tokens.ts";
import { isBooster, weightOf } from "../vocabulary.ts";
import { capitalsEmphasis } from "./capitals.ts";

/** How much of a booster's effect is left one, two and three words on. */
const DAMPING = [0, 1, 0.95, 0.9];

/** What the degree adverb ("very", "barely") `distance` words before `index` adds to a valence; 0 without one. */
export function degreeModifier(tokens: Tokens, index: number, distance: number, valence: number): number {
  const word = wordAt(tokens, index - distance);
  if (!isBooster(word)) return 0;
  const increase = valence < 0 ? -weightOf(word) : weightOf(word);
  return (increase + capitalsEmphasis(tokens, index - distance, valence)) * (DAMPING[distance] ?? 0);
}
