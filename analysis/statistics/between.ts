/** What was estimated of one member of a group, and the variance of the estimate's error, above 0. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Each halves the bracket: at the end it is no wider than the last digit of where it began. */
const STEPS = 60;

/**
 * The mean of what was estimated of a group's members, one or more, and the variance between the members that the
 * estimates' errors do not explain, 0 or more: R. C. Paule and J. Mandel, Consensus values and weighting factors,
 * Journal of Research of the National Bureau of Standards 87 (5), 1982. Solves Σ wᵢ(valueᵢ - mean)² = k - 1 for
 * the variance, by bisection, where the weights wᵢ = 1 / (errorᵢ + variance) are those of the mean too.
 */
export function between(estimates: readonly Estimate[]): { mean: number; variance: number } {
  const freedom = estimates.length - 1;
  if (freedom === 0 || misfit(estimates, 0) <= freedom) return { mean: centre(estimates, 0), variance: 0 };
  let low = 0;
  let high = plainVariance(estimates);
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (misfit(estimates, middle) > freedom) low = middle;
    else high = middle;
  }
  return { mean: centre(estimates, high), variance: high };
}

/** Σ wᵢ(valueᵢ - mean)² at a variance, of which it is a falling function. */
function misfit(estimates: readonly Estimate[], variance: number): number {
  const mean = centre(estimates, variance);
  let sum = 0;
  for (const { value, error } of estimates) sum += ((value - mean) * (value - mean)) / (error + variance);
  return sum;
}

/** The mean with the weights at a variance. */
function centre(estimates: readonly Estimate[], variance: number): number {
  let weights = 0;
  let sum = 0;
  for (const { value, error } of estimates) {
    weights += 1 / (error + variance);
    sum += value / (error + variance);
  }
  return sum / weights;
}

/** Where nothing of how the values differ is put down to errors: there the misfit is below k - 1. */
function plainVariance(estimates: readonly Estimate[]): number {
  const plain = estimates.map(({ value }) => ({ value, error: 1 }));
  return misfit(plain, 0) / (estimates.length - 1);
}
