import { isEmphasised, type Tokens } from "../tokens.ts";

/** The mean rise in intensity that Hutto & Gilbert measured for a word in capitals. */
const INCREASE = 0.733;

/** What capitals add to a word with this valence, or to the degree adverb before it. */
export function capitalsEmphasis(tokens: Tokens, index: number, valence: number): number {
  if (!isEmphasised(tokens, index)) return 0;
  return valence > 0 ? INCREASE : -INCREASE;
}
