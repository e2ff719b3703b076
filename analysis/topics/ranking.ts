import { compareUtf8 } from "../order.ts";
import { EVERYDAY_STEMS, nameStems } from "./uninformative-words.ts";

/**
 * How topics are chosen. `distinctive`: what is said here more than elsewhere. `count`: the words that most
 * posts hold, as the original did it, for comparison.
 */
export type TopicMethod = "distinctive" | "count";

/** A term and what it is ranked by. */
export interface RankedTerm {
  /** A word's stem, or the two stems of a phrase with a blank between them. */
  readonly term: string;
  /** How many texts hold it, there where it is ranked. */
  readonly texts: number;
  readonly score: number;
}

/** A term that fewer texts hold is no topic: below that, chance alone fills the lists (docs/topics.md). */
export const FEWEST_TEXTS = 3;

/** How many topics are shown of a place. */
export const TOP = 5;

/** How many are looked at more closely: some are one person's, which may be a long advertisement, or echoes. */
export const SHORTLIST = 60;

/** The highest score first; of equal ones the term in more texts, then the first in UTF-8 order. */
export const byScore = (left: RankedTerm, right: RankedTerm): number =>
  right.score - left.score || right.texts - left.texts || compareUtf8(left.term, right.term);

/** How often one term is said, here and elsewhere. */
export interface Usage {
  /** Texts here that hold the term, and all texts here. */
  readonly here: number;
  readonly textsHere: number;
  /** The same elsewhere. */
  readonly elsewhere: number;
  readonly textsElsewhere: number;
}

/** The prior's weight, as a share of all texts. Chosen by simulation, see docs/topics.md. */
const PRIOR_SHARE = 0.15;

/**
 * How much more likely a text here holds the term than one elsewhere: the log-odds ratio with an informative
 * Dirichlet prior, as a z-score (Monroe, Colaresi & Quinn 2008, doi 10.1093/pan/mpn018, equations 16 and 18 to
 * 22). The prior is PRIOR_SHARE of what is said everywhere. 0 where there is nothing to compare with.
 */
export function dirichletPriorLogOdds({ here, textsHere, elsewhere, textsElsewhere }: Usage): number {
  const texts = textsHere + textsElsewhere;
  const holding = here + elsewhere;
  if (textsElsewhere === 0 || holding === texts) return 0;
  const heldHere = here + PRIOR_SHARE * holding;
  const heldElsewhere = elsewhere + PRIOR_SHARE * holding;
  const withoutHere = textsHere + PRIOR_SHARE * texts - heldHere;
  const withoutElsewhere = textsElsewhere + PRIOR_SHARE * texts - heldElsewhere;
  const difference = Math.log(heldHere / withoutHere) - Math.log(heldElsewhere / withoutElsewhere);
  return difference / Math.sqrt(1 / heldHere + 1 / heldElsewhere);
}

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
 * What one person alone says is still among them; `withoutNearDuplicates` chooses among the others.
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
