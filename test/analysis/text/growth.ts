/** Eight times the length takes eight times as long, and sixty-four times where the time is quadratic. */
export const LINEAR = 30;

const LENGTH = 12_500;
const FACTOR = 8;
const ROUNDS = 5;

/** How many times as long a text of 100,000 characters takes as one of 12,500, made of `part` after `begin`. */
export function growth(work: (text: string) => unknown, part: string, begin = ""): number {
  const long = `${begin}${part.repeat(Math.ceil((LENGTH * FACTOR) / part.length))}`.slice(0, LENGTH * FACTOR);
  const short = long.slice(0, LENGTH);
  work(long);
  return (
    fastest(() => work(long)) /
    Math.max(
      fastest(() => work(short)),
      CLOCK,
    )
  );
}

/** Below this many milliseconds a time says nothing. */
const CLOCK = 0.05;

function fastest(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
