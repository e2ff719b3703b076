/** An estimate for one member of a group. `error` is the variance of the estimate's error, above 0. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Each step halves the bracket. At the end it is no wider than the last digit of its initial width. */
const STEPS = 60;

/**
 * The mean of the estimates for a group with one or more members, and the variance between the members that the errors
 * do not explain, 0 or more: R. C. Paule and J. Mandel, Consensus values and weighting factors, Journal of Research of
 * the National Bureau of Standards 87 (5), 1982. It solves Σ wᵢ(valueᵢ - mean)² = k - 1 for the variance by bisection.
 * The weights wᵢ = 1 / (errorᵢ + variance) are also those of the mean.
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

/** Σ wᵢ(valueᵢ - mean)² at a variance. It decreases as the variance increases. */
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

/** The variance of the values without regard to errors. There the misfit is below k - 1. */
function plainVariance(estimates: readonly Estimate[]): number {
  const plain = estimates.map(({ value }) => ({ value, error: 1 }));
  return misfit(plain, 0) / (estimates.length - 1);
}
