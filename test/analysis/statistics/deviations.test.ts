import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addSums,
  fourthDeviations,
  mean,
  SCALE,
  type Sums,
  squaredDeviations,
  sumsOf,
} from "../../../analysis/statistics/sums.ts";

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
