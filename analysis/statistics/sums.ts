import { studentT95 } from "./student-t.ts";

/** The unit of the integers that are added up: a compound score times SCALE is a whole number. */
export const SCALE = 10_000;

/** Below this number of posts a station shows nothing but that number. */
export const MINIMUM_N = 5;

/**
 * What engines add up, in integers only, so that no order of addition shows. `sum` stays a safe integer up to
 * 9 x 10^11 posts; `squares` would pass 2^53 at 10^8 posts, so it is a bigint.
 */
export interface Sums {
  /** The number of posts. */
  readonly n: number;
  /** The sum of the posts' compound x SCALE. */
  readonly sum: number;
  /** The sum of its squares. */
  readonly squares: bigint;
}

export const NO_SUMS: Sums = { n: 0, sum: 0, squares: 0n };

/** The sums of posts' compound x SCALE, each an integer from -SCALE to SCALE. */
export function sumsOf(compounds: Iterable<number>): Sums {
  let n = 0;
  let sum = 0;
  let squares = 0n;
  for (const compound of compounds) {
    n += 1;
    sum += compound;
    squares += BigInt(compound * compound);
  }
  return { n, sum, squares };
}

export const addSums = (left: Sums, right: Sums): Sums => ({
  n: left.n + right.n,
  sum: left.sum + right.sum,
  squares: left.squares + right.squares,
});

/** A mean compound score and its 95 % interval: from -1 to 1, 4 decimals. */
export interface Figure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean and its two-sided 95 % interval by Student's t, mean ± t(n - 1) · s / √n, cut off at -1 and 1. All
 * that is derived from sums is derived here. Null below `minimumN` posts. A single post says nothing about how
 * posts differ, so its interval is the whole scale; posts that do not differ at all have an interval without
 * width.
 */
export function figure({ n, sum, squares }: Sums, minimumN: number = MINIMUM_N): Figure | null {
  if (n === 0 || n < minimumN) return null;
  const mean = sum / n;
  const half = n === 1 ? 2 * SCALE : studentT95(n - 1) * standardError({ n, sum, squares });
  return { mean: toScore(mean), low: toScore(mean - half), high: toScore(mean + half) };
}

/** s / √n. The numerator, n Σx² - (Σx)², is exact, so that nothing cancels out. */
function standardError({ n, sum, squares }: Sums): number {
  const numerator = BigInt(n) * squares - BigInt(sum) ** 2n;
  return Math.sqrt(Number(numerator) / (n - 1)) / n;
}

/** To 4 decimals, half way away from zero as PostgreSQL's `round(numeric)`, and never -0. */
const toScore = (scaled: number): number =>
  (Math.sign(scaled) * Math.min(SCALE, Math.round(Math.abs(scaled)))) / SCALE + 0;
