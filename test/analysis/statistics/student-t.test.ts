import { expect, test } from "vitest";
import { studentT95 } from "../../../analysis/statistics/interval.ts";

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
