import { mean, squaredDeviations } from "./moments.ts";
import { isOutlier, type Spread } from "./spread.ts";
import { studentT95 } from "./student-t.ts";
import type { Sums } from "./sums.ts";

/** A variance of scores, and the degrees of freedom with which it is known. */
interface Variance {
  readonly value: number;
  readonly freedom: number;
}

/**
 * Smyth's moderated variance (see spread.ts): the mean of the posts' own variance and of what is known of others,
 * weighted by their degrees of freedom. As in B. Phipson, S. Lee, I. J. Majewski, W. S. Alexander and G. K. Smyth,
 * Robust hyperparameter estimation protects against hypervariable genes, Annals of Applied Statistics 10 (2), 2016,
 * whose variance is far above that of others is not moderated.
 */
function moderatedVariance(sums: Sums, known: Spread): Variance {
  const own = { freedom: sums.n - 1, value: squaredDeviations(sums) / (sums.n - 1) };
  if (own.freedom === 0) return { value: known.variance, freedom: Math.min(known.weight, known.freedom) };
  if (isOutlier(own.value, sums.n, known)) return own;
  const share = own.freedom / (own.freedom + known.weight);
  return {
    value: known.variance + share * (own.value - known.variance),
    freedom: Math.min(own.freedom + known.weight, known.freedom),
  };
}

/** The standard error of the mean score of one post or more. */
export const standardError = (sums: Sums, known: Spread): number =>
  errorOfMean(moderatedVariance(sums, known), sums);

const errorOfMean = ({ value }: Variance, { n }: Sums): number => Math.sqrt(value / n);

/** The two-sided 95 % interval of the mean score of one post or more, mean ± t · standard error, within -1 and 1. */
export function interval(sums: Sums, known: Spread): { low: number; high: number } {
  const centre = mean(sums);
  const variance = moderatedVariance(sums, known);
  const half = studentT95(variance.freedom) * errorOfMean(variance, sums);
  return { low: Math.max(-1, centre - half), high: Math.min(1, centre + half) };
}
