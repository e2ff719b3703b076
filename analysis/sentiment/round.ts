/** How far from the middle between two decimals a double must be, in units of the last decimal, to be told by it. */
const DOUBTFUL = 1e-6;

const SCALES = [1, 10, 100, 1000, 10_000];

/**
 * Rounds as Python's `round(x, digits)` does: the exact value of the double to the nearest decimal, and half
 * way to the even one. Zero is always +0: Python keeps the sign of a negative number that rounds to zero, and
 * prints `-0.0`. `x` is from -1 to 1 and `digits` from 0 to 4.
 */
export function roundHalfEven(x: number, digits: number): number {
  const scale = SCALES[digits] ?? 10 ** digits;
  const scaled = x * scale;
  const below = Math.floor(scaled);
  if (Math.abs(scaled - below - 0.5) > DOUBTFUL) return Math.round(scaled) / scale + 0;
  return roundExactly(x, digits);
}

/** `toFixed` looks at the exact value too, but half way it takes the larger number; and it is slow. */
function roundExactly(x: number, digits: number): number {
  if (!isHalfWay(x, digits)) return Number(x.toFixed(digits)) + 0;
  const scale = 10 ** digits;
  const below = Math.floor(x * scale);
  return (below % 2 === 0 ? below : below + 1) / scale + 0;
}

/** A double lies half way between two decimals only where it is an odd multiple of 1 / 2^(digits + 1). */
const isHalfWay = (x: number, digits: number): boolean => Math.abs(x * 2 ** (digits + 1)) % 2 === 1;
