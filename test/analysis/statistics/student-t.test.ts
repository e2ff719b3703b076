import { expect, test } from "vitest";
import { studentT95 } from "../../../analysis/statistics/student-t.ts";

/** t(0.975) as printed in NIST/SEMATECH's e-Handbook of Statistical Methods, table 1.3.6.7.2, and the limit. */
test.each([
  [1, 12.706],
  [2, 4.303],
  [3, 3.182],
  [4, 2.776],
  [5, 2.571],
  [7, 2.365],
  [10, 2.228],
  [20, 2.086],
  [30, 2.042],
  [60, 2.0],
  [100, 1.984],
  [1e9, 1.96],
])("with %d degrees of freedom t is %d", (freedom, t) => {
  expect(Math.abs(studentT95(freedom) - t)).toBeLessThanOrEqual(0.0005);
});

test("leaves 2.5 % of the distribution beyond t, whatever the degrees of freedom", () => {
  for (const freedom of [1, 2, 3, 4, 5, 6, 8, 12, 25, 50, 200, 1000]) {
    const t = studentT95(freedom);
    expect(quantile(freedom)).toBeCloseTo(t, 5);
  }
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
