import { dirichletPriorLogOdds } from "./log-odds.ts";
import { nameStems } from "./own-name.ts";
import { byScore, FEWEST_TEXTS, type RankedTerm, SHORTLIST } from "./ranked-term.ts";

/** How many texts hold a term. Integers, which engines add up in any order. */
export interface TermCounts {
  /** A word's stem, or the two stems of a phrase with a blank between them. */
  readonly term: string;
  /** Distinct texts at the station that hold the term. */
  readonly texts: number;
  /** The same of all places together: the sum of every station's `texts` and that of the posts without one. */
  readonly everywhere: number;
}

/**
 * What a station's topics are derived from. A text is what near-duplicate posts share: it counts once for each
 * station that it was posted at, and once for the posts without a station.
 */
export interface StationCounts {
  readonly station: string;
  /** How many texts there are. */
  readonly texts: { readonly here: number; readonly everywhere: number };
  /** Every term with FEWEST_TEXTS texts or more here, each once, in any order. */
  readonly terms: readonly TermCounts[];
}

/** How far a station must stand out: so far, a term that is as common elsewhere comes one time in forty. */
const LEAST_SCORE = 1.96;

/**
 * The terms that may be the station's topics, the most distinctive first; of equal scores the term with more
 * texts, then the first in UTF-8 order. The words of the station's own name are no topic there, nor is "london".
 * What one person alone says is still among them; `withoutEchoes` chooses among the others.
 */
export function rankStation({ station, texts: all, terms }: StationCounts): RankedTerm[] {
  const own = nameStems(station);
  const candidates = terms
    .filter(({ texts }) => texts >= FEWEST_TEXTS)
    .map(({ term, texts, everywhere }) => ({
      term,
      texts,
      score: dirichletPriorLogOdds({
        here: texts,
        textsHere: all.here,
        elsewhere: everywhere - texts,
        textsElsewhere: all.everywhere - all.here,
      }),
    }))
    .filter(({ term, score }) => score >= LEAST_SCORE && !term.split(" ").every((stem) => own.has(stem)));
  return candidates.sort(byScore).slice(0, SHORTLIST);
}
