/** In how many of `texts` texts two words are found, alone and side by side. */
export interface PairCounts {
  readonly texts: number;
  readonly first: number;
  readonly second: number;
  readonly together: number;
}

/** Fewer texts make no phrase. */
export const FEWEST_TOGETHER = 5;

/** From here on two words side by side are a phrase. */
const LEAST_NPMI = 0.3;

/**
 * Normalised pointwise mutual information (Bouma 2009, "Normalized (pointwise) mutual information in collocation
 * extraction"): 1 where neither word is without the other, 0 where they meet by chance.
 */
export function npmi({ texts, first, second, together }: PairCounts): number {
  if (together === texts) return 1;
  return Math.log((together * texts) / (first * second)) / Math.log(texts / together);
}

/** Whether two words that stand side by side, in this order, are a phrase. All counts are of the city's texts. */
export const isPhrase = (counts: PairCounts): boolean =>
  counts.together >= FEWEST_TOGETHER && npmi(counts) >= LEAST_NPMI;
