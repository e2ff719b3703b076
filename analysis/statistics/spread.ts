import { between } from "./between.ts";
import { fourthDeviations, type Sums, squaredDeviations } from "./sums.ts";

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
