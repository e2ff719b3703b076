import fc from "fast-check";
import { expect, test } from "vitest";
import { addSums, figure, MINIMUM_N, NO_SUMS, sumsOf } from "../../../analysis/statistics/sums.ts";

test("the interval is the textbook's", () => {
  // 0.1 to 0.5: mean 0.3, s = √0.025, t(4) = 2.776445, so the half width is 0.19632.
  expect(figure(sumsOf([1000, 2000, 3000, 4000, 5000]))).toEqual({ mean: 0.3, low: 0.1037, high: 0.4963 });
});

test("below the minimum n there is no figure", () => {
  const scores = [1000, 2000, 3000, 4000];
  expect(MINIMUM_N).toBe(5);
  expect(figure(sumsOf(scores))).toBeNull();
  expect(figure(sumsOf(scores), 4)).not.toBeNull();
  expect(figure(NO_SUMS, 0)).toBeNull();
});

test("a single post leaves the whole scale open", () => {
  expect(figure(sumsOf([4404]), 1)).toEqual({ mean: 0.4404, low: -1, high: 1 });
});

test("posts with the same score have an interval without width", () => {
  expect(figure(sumsOf(Array(7).fill(-4404)))).toEqual({ mean: -0.4404, low: -0.4404, high: -0.4404 });
  expect(figure(sumsOf(Array(5).fill(0)))).toEqual({ mean: 0, low: 0, high: 0 });
});

test("the interval ends at the ends of the scale", () => {
  expect(figure(sumsOf([10_000, -10_000, 10_000, -10_000, 10_000]))).toEqual({ mean: 0.2, low: -1, high: 1 });
});

test("means are rounded half way away from zero, and zero has no sign", () => {
  expect(figure(sumsOf([1, 2]), 2)?.mean).toBe(0.0002);
  expect(figure(sumsOf([-1, -2]), 2)?.mean).toBe(-0.0002);
  expect(figure(sumsOf([0, 0, -1]), 3)?.mean).toBe(0);
});

test("a hundred million posts with the highest score do not overflow", () => {
  const many = { n: 100_000_000, sum: 1e12, squares: 10n ** 16n };
  expect(figure(many)).toEqual({ mean: 1, low: 1, high: 1 });
  const oneLower = addSums(many, sumsOf([9_999]));
  expect(oneLower).toEqual({ n: 100_000_001, sum: 1_000_000_009_999, squares: 10n ** 16n + 99_980_001n });
  const halves = { n: 100_000_000, sum: 0, squares: 10n ** 16n };
  expect(figure(halves)).toEqual({ mean: 0, low: -0.0002, high: 0.0002 });
});

test("however the posts are split and ordered, the sums are the same", () => {
  const scores = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { maxLength: 50 });
  fc.assert(
    fc.property(scores, fc.nat(50), (all, at) => {
      const parts = addSums(sumsOf(all.slice(at)), sumsOf(all.slice(0, at)));
      expect(parts).toEqual(sumsOf(all));
      expect(addSums(parts, NO_SUMS)).toEqual(parts);
    }),
    { seed: 3 },
  );
});

test("the mean lies in its interval", () => {
  const scores = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 5, maxLength: 50 });
  fc.assert(
    fc.property(scores, (all) => {
      const { mean, low, high } = figure(sumsOf(all)) ?? { mean: Number.NaN, low: 0, high: 0 };
      expect(low <= mean && mean <= high && low >= -1 && high <= 1).toBe(true);
    }),
    { seed: 3 },
  );
});
