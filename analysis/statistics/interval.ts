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
 * Student's t for a two-sided 95 % interval with `freedom` degrees of freedom, which can be fractional or infinite:
 * Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.5. The error is below 0.001 for 4 or more degrees
 * of freedom, and below 0.01 for 3 or more. It uses only basic arithmetic, so that every machine gives the same
 * result.
 */
export const studentT95 = (freedom: number): number =>
  Z + TERMS.reduceRight((sum, term) => (sum + term) / freedom, 0);

/** A variance of scores, and the degrees of freedom with which it is known. */
interface Variance {
  readonly value: number;
  readonly freedom: number;
}

/**
 * Smyth's moderated variance (see spreadWithin): the mean of the posts' own variance and the prior variance, weighted by
 * their degrees of freedom. A place whose variance is far above that of others is not moderated, as in B. Phipson,
 * S. Lee, I. J. Majewski, W. S. Alexander and G. K. Smyth, Robust hyperparameter estimation protects against
 * hypervariable genes, Annals of Applied Statistics 10 (2), 2016.
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

/** The prior: how much the scores of one place vary, estimated without its own posts. */
export interface Spread {
  /** The variance of the posts' scores, above 0. */
  readonly variance: number;
  /** Their fourth central moment divided by the squared variance: 3 for a normal distribution, always above 1. */
  readonly kurtosis: number;
  /** The weight of this prior, in degrees of freedom; infinite if all places are alike. */
  readonly weight: number;
  /** The degrees of freedom of all posts together, the most that a place's variance can have. */
  readonly freedom: number;
}

/** The moments of an unknown score: uniform from -1 to 1. */
const ANY_SCORE = { squared: 1 / 3, fourth: 1 / 5 };

/** One post with an unknown score. It keeps a few posts with equal scores from looking certain. */
export const NOTHING_KNOWN: Spread = {
  variance: ANY_SCORE.squared,
  kurtosis: ANY_SCORE.fourth / (ANY_SCORE.squared * ANY_SCORE.squared),
  weight: 1,
  freedom: Number.POSITIVE_INFINITY,
};

/**
 * The prior for each station of a city (each with a post or more): the typical variance within a station, and its
 * weight, which depends on how much the variance differs between stations. The model is that of G. K. Smyth, Linear
 * models and empirical Bayes methods for assessing differential expression in microarray experiments, Statistical
 * Applications in Genetics and Molecular Biology 3 (1), 2004. Smyth's estimate of the weight assumes normal scores and
 * fails for a sample without variance. This one is Paule and Mandel's, with the error of a variance at the city's own
 * kurtosis, and with one additional post with an unknown score.
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

/** A variance that is more standard deviations above the prior is not due to chance. */
const OUTLIER = 3;

/** Whether the variance of n posts, two or more, is far above the prior. */
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
