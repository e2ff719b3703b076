import { EVERYDAY_STEMS } from "./everyday-words.ts";
import { nameStems } from "./own-name.ts";
import { byScore, FEWEST_TEXTS, type RankedTerm, SHORTLIST } from "./ranked-term.ts";

/** What the city's topics are derived from. A text counts once, wherever and however often it was posted. */
export interface CityCounts {
  /** How many distinct texts hold each term: every term with FEWEST_TEXTS or more, each once, in any order. */
  readonly terms: readonly { readonly term: string; readonly texts: number }[];
}

/**
 * The terms that may be the city's topics, as rankStation has them: those that most texts hold, without everyday
 * words and phrases of nothing else. There is no other city to compare with, so the score is the number of texts.
 */
export function rankCity({ terms }: CityCounts): RankedTerm[] {
  const city = nameStems("");
  const saysNothing = (stem: string): boolean => city.has(stem) || EVERYDAY_STEMS.has(stem);
  const candidates = terms
    .filter(({ term, texts }) => texts >= FEWEST_TEXTS && !term.split(" ").every(saysNothing))
    .map(({ term, texts }) => ({ term, texts, score: texts }));
  return candidates.sort(byScore).slice(0, SHORTLIST);
}
