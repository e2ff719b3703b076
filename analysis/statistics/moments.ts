import { SCALE, type Sums } from "./sums.ts";

// Each numerator is an exact integer, so that nothing cancels out and only the division rounds.

/** The mean score; of one post or more, as all below. */
export const mean = ({ n, sum }: Sums): number => sum / (n * SCALE);

/** Σ(x - x̄)² of the scores. */
export const squaredDeviations = ({ n, sum, squares }: Sums): number =>
  Number(BigInt(n) * squares - BigInt(sum) ** 2n) / (n * SCALE * SCALE);

/** Σ(x - x̄)⁴ of the scores. */
export function fourthDeviations({ n, sum, squares, cubes, fourths }: Sums): number {
  const count = BigInt(n);
  const total = BigInt(sum);
  const numerator =
    count ** 3n * fourths -
    4n * count ** 2n * total * cubes +
    6n * count * total ** 2n * squares -
    3n * total ** 4n;
  return Number(numerator) / (n * n * n * SCALE * SCALE * SCALE * SCALE);
}
