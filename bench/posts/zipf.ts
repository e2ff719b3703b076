import type { Random } from "../../data/synthetic/random.ts";

/** A rounding error of 1 in 2^53 can leave a column not quite full. It counts as full. */
const FULL = 1;

/**
 * Returns a function that draws an index of `weights` in constant time, with a probability proportional to its weight
 * (Vose, A linear algorithm for generating random numbers with a given distribution, IEEE Transactions on Software
 * Engineering 17, 1991). No weight is below zero, and some are above. Throws RangeError if all are zero.
 */
export function weightedDrawer(weights: Float64Array, random: Random): () => number {
  const size = weights.length;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) throw new RangeError("All weights are zero.");
  const share = weights.map((weight) => (weight / sum) * size);
  const alias = new Int32Array(size);
  const small: number[] = [];
  const large: number[] = [];
  for (const [index, value] of share.entries()) (value < FULL ? small : large).push(index);
  for (;;) {
    const below = small.pop();
    const above = large.pop();
    if (below === undefined || above === undefined) {
      for (const index of [below, above, ...small, ...large]) if (index !== undefined) share[index] = FULL;
      break;
    }
    alias[below] = above;
    const rest = (share[above] ?? 0) - (FULL - (share[below] ?? 0));
    share[above] = rest;
    (rest < FULL ? small : large).push(above);
  }
  return () => {
    const position = random.next() * size;
    const column = Math.trunc(position);
    return position - column < (share[column] ?? FULL) ? column : (alias[column] ?? column);
  };
}

/**
 * The weights of ranks 0 to `size` - 1 by the law of Zipf and Mandelbrot, 1 / (rank + `shift`)^`exponent`
 * (Mandelbrot, An informational theory of the statistical structure of language, 1953).
 */
export const zipfWeights = (size: number, shift: number, exponent: number): Float64Array =>
  Float64Array.from({ length: size }, (_, rank) => (rank + shift) ** -exponent);
