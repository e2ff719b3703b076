/**
 * Rounds as Python's `round(x, digits)` does: the exact value of the double to the nearest decimal, and half
 * way to the even one. `toFixed` looks at the exact value too, but half way it takes the larger number.
 * Zero is always +0: Python keeps the sign of a negative number that rounds to zero, and prints `-0.0`.
 */
export function roundHalfEven(x: number, digits: number): number {
  if (isHalfWay(x, digits)) {
    const scale = 10 ** digits;
    const below = Math.floor(x * scale);
    return (below % 2 === 0 ? below : below + 1) / scale + 0;
  }
  return Number(x.toFixed(digits)) + 0;
}

/** A double lies half way between two decimals only where it is an odd multiple of 1 / 2^(digits + 1). */
const isHalfWay = (x: number, digits: number): boolean => Math.abs(x * 2 ** (digits + 1)) % 2 === 1;
