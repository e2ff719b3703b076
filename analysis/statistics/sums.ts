/** The unit of the integers in sums: a compound score times SCALE is an integer. */
export const SCALE = 10_000;

/**
 * What engines add up for a set of posts: power sums of compound x SCALE. They are integers, so that the result does not
 * depend on the order or the partition of the addition. figures.ts derives every figure from them. `sum` is a safe
 * integer for up to 9 x 10^11 posts. The higher powers exceed that, so they are bigints. In SQL they are a numeric, or a
 * decimal of 38 digits, which is enough for 10^22 posts.
 */
export interface Sums {
  /** The number of posts. */
  readonly n: number;
  /** The sum of the posts' compound x SCALE, x for short. */
  readonly sum: number;
  /** Σx² */
  readonly squares: bigint;
  /** Σx³ */
  readonly cubes: bigint;
  /** Σx⁴ */
  readonly fourths: bigint;
}

export const NO_SUMS: Sums = { n: 0, sum: 0, squares: 0n, cubes: 0n, fourths: 0n };

/** The sums of posts' compound x SCALE, each an integer from -SCALE to SCALE. SQL must give the same. */
export function sumsOf(compounds: Iterable<number>): Sums {
  let n = 0;
  let sum = 0;
  let squares = 0n;
  let cubes = 0n;
  let fourths = 0n;
  for (const compound of compounds) {
    // A square and a cube stay below 2^53, a fourth power does not.
    const square = BigInt(compound * compound);
    n += 1;
    sum += compound;
    squares += square;
    cubes += BigInt(compound * compound * compound);
    fourths += square * square;
  }
  return { n, sum, squares, cubes, fourths };
}

/** The sums of two disjoint sets of posts. */
export const addSums = (left: Sums, right: Sums): Sums => ({
  n: left.n + right.n,
  sum: left.sum + right.sum,
  squares: left.squares + right.squares,
  cubes: left.cubes + right.cubes,
  fourths: left.fourths + right.fourths,
});

// Each numerator is an exact integer, so there is no cancellation and only the division rounds.

/** The mean score. This and the functions below need one post or more. */
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
