import { describe, expect, test } from "vitest";
import {
  interval,
  NOTHING_KNOWN,
  type Spread,
  spreadWithin,
  standardError,
  studentT95,
} from "../../../analysis/statistics/interval.ts";
import { addSums, NO_SUMS, type Sums, sumsOf } from "../../../analysis/statistics/sums.ts";

const together = (stations: readonly Sums[]): Sums => stations.reduce(addSums, NO_SUMS);
const width = (sums: Sums, known: Spread) => interval(sums, known).high - interval(sums, known).low;

/** Scores that are spread evenly over the scale from -1 / divisor to 1 / divisor. */
const even = (n: number, divisor = 1): Sums =>
  sumsOf(
    Array.from({ length: n }, (_, index) => Math.round(((20_000 * index) / (n - 1) - 10_000) / divisor)),
  );

const ALIKE = Array.from({ length: 40 }, () => even(11, 2));

describe("where nothing else is known", () => {
  test("the posts' own variance has one post that may score anything beside it", () => {
    // 0.1 to 0.5: squared deviations 0.1; with 1/3 for the unknown post and 5 degrees of freedom t is 2.5706.
    const five = sumsOf([1000, 2000, 3000, 4000, 5000]);
    const half = 2.5706 * Math.sqrt((0.1 + 1 / 3) / 5 / 5);
    expect(interval(five, NOTHING_KNOWN).low).toBeCloseTo(0.3 - half, 3);
    expect(interval(five, NOTHING_KNOWN).high).toBeCloseTo(0.3 + half, 3);
  });

  test("posts that all score the same are not certain, the less so the fewer they are", () => {
    const same = (n: number) => sumsOf(Array<number>(n).fill(-4404));
    expect(width(same(5), NOTHING_KNOWN)).toBeGreaterThan(0.3);
    expect(width(same(50), NOTHING_KNOWN)).toBeLessThan(0.1);
    expect(width(same(50), NOTHING_KNOWN)).toBeGreaterThan(0);
  });

  test("a single post leaves the whole scale open", () => {
    expect(interval(sumsOf([4404]), NOTHING_KNOWN)).toEqual({ low: -1, high: 1 });
  });

  test("is what a city's only station has as well", () => {
    const only = even(8);
    const known = spreadWithin([only], only);
    expect(standardError(only, known)).toBeCloseTo(standardError(only, NOTHING_KNOWN), 12);
    expect(width(only, known)).toBeCloseTo(width(only, NOTHING_KNOWN), 12);
    expect(spreadWithin([], NO_SUMS)).toEqual(NOTHING_KNOWN);
    expect(spreadWithin([sumsOf([1]), sumsOf([2])], sumsOf([1, 2]))).toEqual(NOTHING_KNOWN);
  });
});

describe("in a city", () => {
  test("whose stations are alike, few posts take over the variance of the others", () => {
    const known = spreadWithin(ALIKE, together(ALIKE));
    // Eleven scores from -0.5 to 0.5 have variance 0.11; one post of forty times ten may score anything.
    expect(known.variance).toBeCloseTo((0.11 * 400 + 1 / 3) / 401, 10);
    expect(known.weight).toBe(Number.POSITIVE_INFINITY);
    expect(known.freedom).toBe(401);
    expect(standardError(sumsOf([0, 0, 0, 0, 0]), known)).toBeCloseTo(Math.sqrt(known.variance / 5), 12);
  });

  test("whose stations differ, the posts' own variance counts, the more of them there are", () => {
    const unlike = [1, 2, 4, 8].flatMap((divisor) => Array.from({ length: 10 }, () => even(41, divisor)));
    const known = spreadWithin(unlike, together(unlike));
    expect(known.weight).toBeLessThan(5);
    const relative = (n: number) => standardError(even(n, 8), known) / standardError(even(n, 8), ownOnly);
    expect(relative(5)).toBeGreaterThan(relative(41));
    expect(relative(41)).toBeGreaterThan(1);
    expect(relative(401)).toBeLessThan(1.1);
  });

  test("a station that differs far more within than all others keeps its own variance", () => {
    const known = spreadWithin(ALIKE, together(ALIKE));
    const extreme = sumsOf(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 9_000 : -9_000)));
    // s² = 0.81 · 20/19; t(19) = 2.0930.
    expect(width(extreme, known)).toBeCloseTo(2 * 2.093 * Math.sqrt(0.81 / 19), 3);
  });
});

test("the interval ends at the ends of the scale", () => {
  const extreme = [9_000, 9_000, -9_000, 9_000, 9_000];
  expect(interval(sumsOf(extreme), NOTHING_KNOWN).high).toBe(1);
  expect(interval(sumsOf(extreme.map((score) => -score)), NOTHING_KNOWN).low).toBe(-1);
});

/** So little weight that the own variance alone counts. */
const ownOnly: Spread = { variance: 1 / 3, kurtosis: 3, weight: 1e-9, freedom: 1_000 };

/** t(0.975) as printed in NIST/SEMATECH's e-Handbook of Statistical Methods, table 1.3.6.7.2, and the limit. */
test.each([
  [4, 2.776],
  [5, 2.571],
  [7, 2.365],
  [10, 2.228],
  [20, 2.086],
  [30, 2.042],
  [60, 2.0],
  [100, 1.984],
  [Number.POSITIVE_INFINITY, 1.96],
])("with %d degrees of freedom t is %d", (freedom, t) => {
  expect(Math.abs(studentT95(freedom) - t)).toBeLessThanOrEqual(0.001);
});

test("leaves 2.5 % of the distribution beyond t, the more exactly the more degrees of freedom", () => {
  const error = (freedom: number) => Math.abs(quantile(freedom) - studentT95(freedom));
  for (const freedom of [3, 3.5]) expect(error(freedom)).toBeLessThan(0.01);
  for (const freedom of [4, 4.5, 5.25, 6]) expect(error(freedom)).toBeLessThan(0.001);
  for (const freedom of [12, 25.5, 50, 200, 1000]) expect(error(freedom)).toBeLessThan(0.00001);
});

/** Solves the distribution function, integrated by Simpson's rule, by bisection. */
function quantile(freedom: number): number {
  let low = 1;
  let high = 20;
  while (high - low > 1e-8) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  return low;
}

/** With t = √v tan(a) the density becomes cos(a)^(v - 1), up to a factor that the whole integral gives. */
const shareWithin = (t: number, freedom: number): number =>
  integral(Math.atan(t / Math.sqrt(freedom)), freedom) / integral(Math.PI / 2, freedom);

function integral(to: number, freedom: number): number {
  const steps = 4_000;
  let sum = 0;
  for (let step = 0; step <= steps; step++) {
    const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    sum += weight * Math.cos((to * step) / steps) ** (freedom - 1);
  }
  return (sum * to) / (3 * steps);
}
