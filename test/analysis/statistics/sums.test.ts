import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addSums,
  fourthDeviations,
  mean,
  NO_SUMS,
  SCALE,
  type Sums,
  squaredDeviations,
  sumsOf,
} from "../../../analysis/statistics/sums.ts";

const compounds = fc.array(fc.integer({ min: -SCALE, max: SCALE }), { maxLength: 50 });

test("the sums are the posts' number and the sums of their scores' first four powers", () => {
  expect(sumsOf([])).toEqual(NO_SUMS);
  expect(sumsOf([-9_999, 10_000, 3])).toEqual({
    n: 3,
    sum: 4,
    squares: 199_980_010n,
    cubes: 299_970_028n,
    fourths: 9_996_000_599_960_001n + 10_000_000_000_000_000n + 81n,
  });
});

test("however the posts are ordered and split, they add up to the same integers", () => {
  fc.assert(
    fc.property(compounds, fc.array(fc.tuple(fc.nat(), fc.nat(4)), { maxLength: 50 }), (all, places) => {
      const placed = all.map((compound, index) => ({ compound, at: places[index] ?? [0, 0] }));
      placed.sort((left, right) => left.at[0] - right.at[0]);
      const parts = [4, 2, 0, 3, 1].map((part) =>
        sumsOf(placed.filter(({ at }) => at[1] === part).map(({ compound }) => compound)),
      );
      expect(parts.reduce(addSums, NO_SUMS)).toEqual(sumsOf(all));
      expect(parts.reduceRight((sums, part) => addSums(part, sums), NO_SUMS)).toEqual(sumsOf(all));
    }),
    { seed: 3 },
  );
});

test("a thousand million posts with extreme scores overflow nothing", () => {
  const doubled = (sums: Sums, times: number): Sums =>
    times === 0 ? sums : doubled(addSums(sums, sums), times - 1);
  const n = 2 ** 30;
  const many = doubled(sumsOf([-9_999]), 30);
  expect(many).toEqual({
    n,
    sum: -9_999 * n,
    squares: 9_999n ** 2n * BigInt(n),
    cubes: -(9_999n ** 3n) * BigInt(n),
    fourths: 9_999n ** 4n * BigInt(n),
  });
  expect(addSums(many, sumsOf([1])).sum).toBe(-9_999 * n + 1);
  expect(Number.isSafeInteger(many.sum * 800)).toBe(true);
});

test("the mean and the powers of the deviations from it are those of the scores", () => {
  const scores = fc.array(fc.integer({ min: -SCALE, max: SCALE }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(scores, (all) => {
      const centre = all.reduce((sum, score) => sum + score, 0) / all.length;
      const powers = (power: number) =>
        all.reduce((sum, score) => sum + ((score - centre) / SCALE) ** power, 0);
      const sums = sumsOf(all);
      expect(mean(sums)).toBeCloseTo(centre / SCALE, 12);
      expect(squaredDeviations(sums)).toBeCloseTo(powers(2), 10);
      expect(fourthDeviations(sums)).toBeCloseTo(powers(4), 10);
    }),
    { seed: 3 },
  );
});

test("nothing cancels out among a thousand million posts that hardly differ", () => {
  const n = 1_000_000_000;
  const count = BigInt(n);
  const same: Sums = {
    n,
    sum: 9_999 * n,
    squares: 9_999n ** 2n * count,
    cubes: 9_999n ** 3n * count,
    fourths: 9_999n ** 4n * count,
  };
  expect([squaredDeviations(same), fourthDeviations(same)]).toEqual([0, 0]);
  const oneLower = addSums(same, sumsOf([9_998]));
  // One post a step below the others: n/(n + 1) steps squared.
  expect(squaredDeviations(oneLower) * SCALE ** 2).toBeCloseTo(1 - 1e-9, 12);
  expect(fourthDeviations(oneLower) * SCALE ** 4).toBeCloseTo(1 - 4e-9, 12);
});
