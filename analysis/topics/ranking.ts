import { compareUtf8 } from "../order.ts";
import { EVERYDAY_STEMS, nameStems } from "./uninformative-words.ts";

/**
 * How topics are chosen. `distinctive`: terms that are used here more than elsewhere. `count`: the words in the most
 * posts, for comparison with the original pipeline.
 */
export type TopicMethod = "distinctive" | "count";

/** A term and its score. */
export interface RankedTerm {
  /** A word's stem, or the two stems of a phrase with a blank between them. */
  readonly term: string;
  /** How many texts of the place contain it. */
  readonly texts: number;
  readonly score: number;
}

/** A term in fewer texts is not a topic, because chance alone would fill the lists (docs/topics.md). */
export const FEWEST_TEXTS = 3;

/** The number of topics that are shown for a place. */
export const TOP = 5;

/** The number of candidates: some are one person's, for example a long advertisement, or near-duplicates. */
export const SHORTLIST = 60;

/** The highest score first, then the term in more texts, then the first in UTF-8 order. */
export const byScore = (left: RankedTerm, right: RankedTerm): number =>
  right.score - left.score || right.texts - left.texts || compareUtf8(left.term, right.term);

/** How often a term is used, here and elsewhere. */
export interface Usage {
  /** Texts here that contain the term, and all texts here. */
  readonly here: number;
  readonly textsHere: number;
  /** The same elsewhere. */
  readonly elsewhere: number;
  readonly textsElsewhere: number;
}

/** The prior's weight, as a share of all texts. Chosen by simulation, see docs/topics.md. */
const PRIOR_SHARE = 0.15;

/**
 * How much more likely a text contains the term here than elsewhere: the log-odds ratio with an informative Dirichlet
 * prior, as a z-score (Monroe, Colaresi & Quinn 2008, doi 10.1093/pan/mpn018, equations 16 and 18 to 22). The prior is
 * PRIOR_SHARE of the counts of all places. The score is 0 if there is nothing to compare with.
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

/** How many texts contain a term. They are integers, so that engines can add them up in any order. */
export interface TermCounts {
  /** A word's stem, or the two stems of a phrase with a blank between them. */
  readonly term: string;
  /** Distinct texts at the station that contain the term. */
  readonly texts: number;
  /** The same for all places: the sum of `texts` of every station and of the posts without a station. */
  readonly everywhere: number;
}

/**
 * The counts for a station's topics. Near-duplicate posts share a text. It counts once for each station where it was
 * posted, and once for the posts without a station.
 */
export interface StationCounts {
  readonly station: string;
  /** The number of texts. */
  readonly texts: { readonly here: number; readonly everywhere: number };
  /** Every term with FEWEST_TEXTS texts or more here, once, in any order. */
  readonly terms: readonly TermCounts[];
}

/** The lowest score of a topic. By chance, one of forty terms that are as common elsewhere has it. */
const LEAST_SCORE = 1.96;

/**
 * The candidates for the station's topics, the most distinctive first; see `byScore`. The words of the station's own
 * name and "london" are not topics. The candidates include terms that only one person uses. When those are removed,
 * `withoutNearDuplicates` chooses among the others.
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

/** The counts for the city's topics. A text counts once, even if it was posted often or at several places. */
export interface CityCounts {
  /** How many distinct texts contain each term: every term with FEWEST_TEXTS or more, once, in any order. */
  readonly terms: readonly { readonly term: string; readonly texts: number }[];
}

/**
 * The candidates for the city's topics, in the order of rankStation: the terms in the most texts, without everyday words
 * and phrases of everyday words. There is no other city to compare with, so the score is the number of texts.
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
 * The simple list for comparison: the words in the most posts, except "london". `terms` are the stems of words with
 * FEWEST_TEXTS posts or more. Here `texts` counts posts, including duplicates.
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
