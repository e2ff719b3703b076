import { isOutlier, type Spread } from "./spread.ts";
import { mean, type Sums, squaredDeviations } from "./sums.ts";

/** The standard normal distribution's quantile at 0.975. */
const Z = 1.959963984540054;
const Z2 = Z * Z;

/** The coefficients of 1 / v, 1 / v², 1 / v³ and 1 / v⁴. */
const TERMS = [
  (Z * (Z2 + 1)) / 4,
  (Z * ((5 * Z2 + 16) * Z2 + 3)) / 96,
  (Z * (((3 * Z2 + 19) * Z2 + 17) * Z2 - 15)) / 384,
  (Z * ((((79 * Z2 + 776) * Z2 + 1482) * Z2 - 1920) * Z2 - 945)) / 92_160,
];

/**
 * Student's t for a two-sided 95 % interval with `freedom` degrees of freedom, which need not be whole and may be
 * infinite: Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.5. Off by less than 0.001 from 4
 * degrees of freedom on, by less than 0.01 from 3 on. Plain arithmetic, so that no machine's library shows.
 */
export const studentT95 = (freedom: number): number =>
  Z + TERMS.reduceRight((sum, term) => (sum + term) / freedom, 0);

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
