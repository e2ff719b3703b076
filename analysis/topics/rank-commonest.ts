import { nameStems } from "./own-name.ts";
import { byScore, type RankedTerm, TOP } from "./ranked-term.ts";

/**
 * The plain list for comparison: the words that most posts hold, "london" taken out before the choice. `terms`
 * has the stems of words with FEWEST_TEXTS posts or more; there `texts` are posts, duplicates and all.
 */
export function rankCommonest(
  terms: readonly { readonly term: string; readonly texts: number }[],
  top = TOP,
): RankedTerm[] {
  const names = nameStems("");
  return terms
    .filter(({ term }) => !names.has(term))
    .map(({ term, texts }) => ({ term, texts, score: texts }))
    .sort(byScore)
    .slice(0, top);
}
