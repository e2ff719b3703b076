import fc from "fast-check";
import { expect, test } from "vitest";
import { addSums, NO_SUMS, SCALE, type Sums, sumsOf } from "../../../analysis/statistics/sums.ts";

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
