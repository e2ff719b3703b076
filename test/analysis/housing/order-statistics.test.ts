import { describe, expect, test } from "vitest";
import { median, medianChange, medianRanks, quantile } from "../../../analysis/housing/order-statistics.ts";
import { depth } from "../../support/depth.ts";

/** The binomial coefficients of n, exactly. */
function coefficients(n: number): bigint[] {
  const row = [1n];
  for (let k = 1; k <= n; k++) row.push(((row[k - 1] ?? 0n) * BigInt(n - k + 1)) / BigInt(k));
  return row;
}

/** Random numbers that are the same in every run: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

const TRUE_MEDIAN = 500_000;

/** So many prices as people pay: log-normal around a median of £500,000, most of them at round numbers. Ascending. */
function samplePrices(
  n: number,
  random: () => number,
  middle = TRUE_MEDIAN,
  round = 5_000,
  share = 0.8,
): number[] {
  return Array.from({ length: n }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const price = middle * Math.exp(0.45 * normal);
    const step = random() < share ? round : 1;
    return Math.round(price / step) * step;
  }).sort((left, right) => left - right);
}

describe("a quantile", () => {
  test("is interpolated as PostgreSQL's percentile_cont", () => {
    expect([0, 0.1, 0.25, 0.5, 0.75, 1].map((p) => quantile([10, 20, 40, 80], p))).toEqual([
      10, 13, 17.5, 30, 50, 80,
    ]);
    expect(quantile([7], 0.5)).toBe(7);
  });

  test("of a half is the median, also of an even number of values", () => {
    expect(median([1, 2, 4])).toBe(2);
    expect(median([1, 2, 4, 9])).toBe(3);
  });
});

describe("the ranks around the median", () => {
  test("are those of the tables: Conover, table A3", () => {
    expect([5, 6, 8, 9, 10, 20, 25, 50, 100].map((n) => medianRanks(n))).toEqual([
      null,
      { low: 1, high: 6 },
      { low: 1, high: 8 },
      { low: 2, high: 8 },
      { low: 2, high: 9 },
      { low: 6, high: 15 },
      { low: 8, high: 18 },
      { low: 18, high: 33 },
      { low: 40, high: 61 },
    ]);
  });

  test("are the narrowest that hold the median in 95 of 100 samples, by exact arithmetic", () => {
    for (let n = 6; n <= 400; n++) {
      const row = coefficients(n);
      const total = 2n ** BigInt(n);
      let sum = 0n;
      let low = 0;
      // 1/40 is 0.025.
      for (let k = 0; k < n; k++) {
        sum += row[k] ?? 0n;
        if (sum * 40n > total) break;
        low = k + 1;
      }
      expect(medianRanks(n), `n = ${n}`).toEqual({ low, high: n + 1 - low });
    }
  });

  test("are found for a hundred thousand values, where powers of 1/2 underflow", () => {
    const ranks = medianRanks(100_000);
    // The normal approximation: n/2 - 1.96 √n / 2.
    expect(ranks?.low).toBeCloseTo(50_000 - 0.98 * Math.sqrt(100_000), -1);
    expect((ranks?.low ?? 0) + (ranks?.high ?? 0)).toBe(100_001);
  });
});

test("the change of a median has the limits that its authors' program gives: ci.ratio.median2 of R's statpsych", () => {
  const { value, low, high } = medianChange(
    [31, 33, 36, 39, 42, 44, 46, 47, 48, 49],
    [26, 27, 29, 32, 34, 35, 37, 39, 40, 40, 42, 43, 49],
  );
  expect(1 + value).toBeCloseTo(1.162_162, 6);
  expect(1 + low).toBeCloseTo(0.927_667, 6);
  expect(1 + high).toBeCloseTo(1.455_933, 6);
});

describe("in simulations of rounded, skewed prices", () => {
  const samples = depth({ usual: 2_000, deep: 10_000 });
  /** Two and a half standard errors of a share around 0.95. */
  const slack = 2.5 * Math.sqrt((0.95 * 0.05) / samples);

  test.each([10, 15, 30, 60, 150, 500])("19 of 20 intervals of %i sales hold the true median", (n) => {
    const random = randomFrom(n);
    let held = 0;
    for (let sample = 0; sample < samples; sample++) {
      const prices = samplePrices(n, random);
      const { low, high } = medianRanks(n) ?? { low: 1, high: n };
      if ((prices[low - 1] ?? 0) <= TRUE_MEDIAN && (prices[high - 1] ?? 0) >= TRUE_MEDIAN) held++;
    }
    // The sign test's interval holds it at least as often as it says, and at these sizes in 98 % at most.
    expect(held / samples).toBeGreaterThan(0.95 - slack);
    expect(held / samples).toBeLessThan(0.985 + slack);
  });

  test.each([
    [10, 10],
    [10, 40],
    [30, 30],
    [60, 150],
    [500, 500],
  ])("19 of 20 intervals of a change from %i to %i sales hold the true one", (before, now) => {
    const random = randomFrom(1000 * before + now);
    const truth = 0.1;
    let held = 0;
    for (let sample = 0; sample < samples; sample++) {
      const { low, high } = medianChange(
        samplePrices(now, random, TRUE_MEDIAN * (1 + truth)),
        samplePrices(before, random),
      );
      if (low <= truth && truth <= high) held++;
    }
    expect(held / samples).toBeGreaterThan(0.93 - slack);
    expect(held / samples).toBeLessThan(0.985 + slack);
  });

  test("too few intervals of a change hold the true one if all prices are multiples of £50,000", () => {
    const random = randomFrom(7);
    let held = 0;
    for (let sample = 0; sample < samples; sample++) {
      const now = samplePrices(500, random, 612_500, 50_000, 1);
      const { low, high } = medianChange(now, samplePrices(500, random, 512_500, 50_000, 1));
      // Rounded, these medians are £600,000 and £500,000.
      if (low <= 0.2 && 0.2 <= high) held++;
    }
    expect(held / samples).toBeLessThan(0.85);
  });
});
