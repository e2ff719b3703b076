import { expect, test } from "vitest";
import { roundHalfEven } from "../../../analysis/sentiment/score.ts";

test.each([
  [0.0625, 3, 0.062],
  [0.1875, 3, 0.188],
  [0.3125, 3, 0.312],
  [-0.0625, 3, -0.062],
  [-0.1875, 3, -0.188],
  [0.03125, 4, 0.0312],
  [0.5, 0, 0],
  [1.5, 0, 2],
])("rounds %d, which lies half way at %d decimals, to the even %d", (x, digits, rounded) => {
  expect(roundHalfEven(x, digits)).toBe(rounded);
});

test.each([
  [0.0125, 3, 0.013],
  [0.0145, 3, 0.015],
  [2.675, 2, 2.67],
  [0.42155, 4, 0.4215],
  [0.99999, 4, 1],
])("rounds %d, whose double lies beside the middle, to %d decimals as %d", (x, digits, rounded) => {
  expect(roundHalfEven(x, digits)).toBe(rounded);
});

test("never gives -0", () => {
  expect(roundHalfEven(-1e-17, 4)).toBe(0);
  expect(roundHalfEven(-0, 4)).toBe(0);
  expect(roundHalfEven(-0.5, 0)).toBe(0);
});
