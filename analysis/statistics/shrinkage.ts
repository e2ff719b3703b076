import { between } from "./between.ts";
import { standardError } from "./interval.ts";
import type { Spread } from "./spread.ts";
import type { Sums } from "./sums.ts";
import { mean } from "./sums.ts";

/**
 * The mean score of each station (one or more, each with a post or more), moved towards that of a typical station:
 * the fewer its posts and the more they differ, the farther. The share that it keeps is
 * τ² / (τ² + its standard error²), where τ² is how much stations really differ: the empirical Bayes estimate of
 * B. Efron and C. Morris, Data analysis using Stein's estimator and its generalizations, Journal of the American
 * Statistical Association 70 (350), 1975, for unequal variances, with Paule and Mandel's τ².
 */
export function shrunkenMeans(stations: readonly Sums[], known: Spread): number[] {
  const estimates = stations.map((sums) => {
    const error = standardError(sums, known);
    return { value: mean(sums), error: error * error };
  });
  const typical = between(estimates);
  return estimates.map(({ value, error }) => {
    const kept = typical.variance / (typical.variance + error);
    return typical.mean + kept * (value - typical.mean);
  });
}
