import fc from "fast-check";
import { expect, test } from "vitest";
import { between, type Estimate } from "../../../analysis/statistics/between.ts";

const estimate = fc.record({
  value: fc.double({ min: -1, max: 1, noNaN: true }),
  error: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
});

const misfit = (estimates: readonly Estimate[], { mean, variance }: ReturnType<typeof between>) =>
  estimates.reduce((sum, { value, error }) => sum + (value - mean) ** 2 / (error + variance), 0);

test("what differs more than its errors explain has the rest as variance", () => {
  // The plain variance of 0, 1 and 2 is 1; with equal errors, Paule and Mandel's is that less the errors'.
  const three = [0, 1, 2].map((value) => ({ value, error: 0.25 }));
  const { mean, variance } = between(three);
  expect(mean).toBeCloseTo(1, 12);
  expect(variance).toBeCloseTo(0.75, 12);
});

test("what differs less than its errors explain has none, and its mean is weighted by the errors alone", () => {
  const two = [
    { value: 0, error: 1 },
    { value: 1, error: 3 },
  ];
  expect(between(two)).toEqual({ mean: 0.25, variance: 0 });
});

test("one alone is its own mean", () => {
  const { mean, variance } = between([{ value: 0.3, error: 0.07 }]);
  expect(mean).toBeCloseTo(0.3, 12);
  expect(variance).toBe(0);
});

test("the variance found leaves the misfit that chance would, and the mean within the values", () => {
  fc.assert(
    fc.property(fc.array(estimate, { minLength: 2, maxLength: 30 }), (estimates) => {
      const found = between(estimates);
      const chance = estimates.length - 1;
      if (found.variance === 0) expect(misfit(estimates, found)).toBeLessThanOrEqual(chance * (1 + 1e-12));
      else expect(misfit(estimates, found) / chance).toBeCloseTo(1, 9);
      const values = estimates.map(({ value }) => value);
      expect(found.mean).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
      expect(found.mean).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
    }),
    { seed: 3 },
  );
});
