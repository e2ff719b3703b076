import { compareUtf8 } from "../order.ts";

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
