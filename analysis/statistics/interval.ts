import { between } from "./between.ts";
import { fourthDeviations, mean, type Sums, squaredDeviations } from "./sums.ts";

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
 * Smyth's moderated variance (see spreadWithin): the mean of the posts' own variance and of what is known of others,
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

/** What is known of how much the posts of one place differ before its own are looked at. */
export interface Spread {
  /** The variance of the posts' scores, above 0. */
  readonly variance: number;
  /** Their fourth central moment in units of the variance squared: 3 of a normal distribution, above 1 of any. */
  readonly kurtosis: number;
  /** How many degrees of freedom of the place's own weigh as much; infinite where all places are alike. */
  readonly weight: number;
  /** The degrees of freedom of all posts together: no place's variance has more. */
  readonly freedom: number;
}

/** The moments of a score of which nothing is known: it lies anywhere from -1 to 1. */
const ANY_SCORE = { squared: 1 / 3, fourth: 1 / 5 };

/** One post that may score anything: it keeps a few posts that all score the same from looking certain. */
export const NOTHING_KNOWN: Spread = {
  variance: ANY_SCORE.squared,
  kurtosis: ANY_SCORE.fourth / (ANY_SCORE.squared * ANY_SCORE.squared),
  weight: 1,
  freedom: Number.POSITIVE_INFINITY,
};

/**
 * What a city tells of each of its stations (each with a post or more): the typical variance within a station, and
 * by how much it differs from station to station, which decides its weight. So G. K. Smyth, Linear models and
 * empirical Bayes methods for assessing differential expression in microarray experiments, Statistical
 * Applications in Genetics and Molecular Biology 3 (1), 2004. His way to find the weight takes the scores for
 * normal, and a sample without variance breaks it. Here it is Paule and Mandel's, with the error that a variance
 * has under the city's own kurtosis, and one post that may score anything is added to all others.
 */
export function spreadWithin(stations: readonly Sums[], city: Sums): Spread {
  const known = stations
    .filter(({ n }) => n > 1)
    .map((sums) => ({ n: sums.n, freedom: sums.n - 1, squared: squaredDeviations(sums) }));
  if (known.length === 0) return NOTHING_KNOWN;
  const freedom = 1 + total(known.map((station) => station.freedom));
  const pooled = (ANY_SCORE.squared + total(known.map(({ squared }) => squared))) / freedom;
  const kurtosis = kurtosisOf(city);
  const variances = between(
    known.map((station) => ({
      value: station.squared / station.freedom,
      error: pooled * pooled * relativeError(station.n, kurtosis),
    })),
  );
  const variance = (variances.mean * (freedom - 1) + ANY_SCORE.squared) / freedom;
  return {
    variance,
    kurtosis,
    weight: ((kurtosis - 1) * variance * variance) / variances.variance,
    freedom,
  };
}

/** Own variances that many standard deviations above what is known are no accident. */
const OUTLIER = 3;

/** Whether the own variance of so many posts, two or more, is far above what is known of others. */
export function isOutlier(variance: number, n: number, known: Spread): boolean {
  const relativeVariance = (known.kurtosis - 1) / known.weight + relativeError(n, known.kurtosis);
  return variance > known.variance * (1 + OUTLIER * Math.sqrt(relativeVariance));
}

/**
 * The variance of the variance of n posts, two or more, in units of the true variance squared: A. M. Mood,
 * F. A. Graybill and D. C. Boes, Introduction to the Theory of Statistics (1974), theorem VI.2.
 */
const relativeError = (n: number, kurtosis: number): number => (kurtosis - (n - 3) / (n - 1)) / n;

function kurtosisOf(city: Sums): number {
  const squared = squaredDeviations(city) + ANY_SCORE.squared;
  return ((fourthDeviations(city) + ANY_SCORE.fourth) * (city.n + 1)) / (squared * squared);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
