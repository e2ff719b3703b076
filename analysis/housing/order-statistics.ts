/**
 * What the sorted prices of a sample say of the whole, without assuming how prices are distributed. `sorted` is always
 * ascending.
 */

/** The quantile of the share `p`, interpolated between the two nearest values: PostgreSQL's percentile_cont. */
export function quantile(sorted: readonly number[], p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (position - below) * (high - low);
}

export const median = (sorted: readonly number[]): number => quantile(sorted, 0.5);

/** Terms of the binomial distribution that are smaller than this, beside its largest, change no sum. */
const NEGLIGIBLE = 1e-30;

/**
 * P(X ≤ k) for k = 0 … n/2, X being binomial with n trials and probability 1/2. The terms are made one from the other,
 * outwards from the largest, by multiplication and division alone: no power of 1/2 underflows, and every machine gives
 * the same result.
 *
 * @returns the function of k.
 */
function binomialTail(n: number): (k: number) => number {
  const middle = Math.floor(n / 2);
  const terms = new Float64Array(middle + 1);
  let term = 1;
  for (let k = middle; k >= 0 && term > NEGLIGIBLE; k--) {
    terms[k] = term;
    term = (term * k) / (n - k + 1);
  }
  const sums = new Float64Array(middle + 1);
  let sum = 0;
  for (let k = 0; k <= middle; k++) {
    sum += terms[k] ?? 0;
    sums[k] = sum;
  }
  // The other half is the same; an even n has one term in the middle that both halves would count.
  const total = n % 2 === 0 ? 2 * sum - (terms[middle] ?? 0) : 2 * sum;
  return (k) => (k < 0 ? 0 : (sums[k] ?? sum) / total);
}

/**
 * The ranks, counted from 1, of the two values that hold the true median with a probability of at least 95 %: the sign
 * test's interval, exact for every distribution. W. J. Conover, Practical Nonparametric Statistics (3rd edition, 1999),
 * section 3.2. Null for fewer than six values, of which no two are far enough apart.
 */
export function medianRanks(n: number): { readonly low: number; readonly high: number } | null {
  const tail = binomialTail(n);
  let low = 0;
  while (low < n / 2 && tail(low) <= 0.025) low++;
  return low === 0 ? null : { low, high: n + 1 - low };
}

/**
 * The variance of the median's logarithm, from the distance of two values around it: R. M. Price and D. G. Bonett,
 * Distribution-free confidence intervals for difference and ratio of medians, Journal of Statistical Computation and
 * Simulation 72 (2), 2002.
 */
export function logMedianVariance(sorted: readonly number[]): number {
  const n = sorted.length;
  const rank = Math.max(1, Math.round((n + 1) / 2 - Math.sqrt(n)));
  const z = -normalQuantile(binomialTail(n)(rank - 1));
  const low = sorted[rank - 1] ?? Number.NaN;
  const high = sorted[n - rank] ?? Number.NaN;
  const error = (Math.log(high) - Math.log(low)) / (2 * z);
  return error * error;
}

/** The standard normal distribution's quantile at 0.975. */
const Z = 1.959963984540054;

/**
 * How the median of `now` relates to that of `before`, less 1, with the distribution-free 95 % interval of Price and
 * Bonett. Values are above 0. The interval is too narrow if many values around a median are equal.
 */
export function medianChange(
  now: readonly number[],
  before: readonly number[],
): { readonly value: number; readonly low: number; readonly high: number } {
  const ratio = median(now) / median(before);
  const reach = Z * Math.sqrt(logMedianVariance(now) + logMedianVariance(before));
  return { value: ratio - 1, low: ratio * Math.exp(-reach) - 1, high: ratio * Math.exp(reach) - 1 };
}

/**
 * The standard normal distribution's quantile for a probability between 10⁻¹⁰ and 0.075 (six or more values give 0.007 to
 * 0.04): M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (3), 1988, PPND7. The relative error is below 10⁻⁷.
 */
function normalQuantile(p: number): number {
  const s = Math.sqrt(-Math.log(p)) - 1.6;
  return -(
    (((1.702_382_110_3e-1 * s + 1.306_728_481_6) * s + 2.756_815_39) * s + 1.423_437_277_7) /
    ((1.202_113_297_5e-1 * s + 7.370_016_425e-1) * s + 1)
  );
}
