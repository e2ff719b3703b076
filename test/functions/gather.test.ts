import { expect, test } from "vitest";
import { gather } from "../../functions/gather.ts";

const gatherNumbers = (numbers: readonly number[], enough: number): number[][] =>
  gather(numbers, (number) => number, enough);

test("a batch ends with the item that brings it to enough bytes, and only the last one may have fewer", () => {
  expect(gatherNumbers([4, 3, 3, 9, 2, 50, 1, 6], 10)).toEqual([[4, 3, 3], [9, 2], [50], [1, 6]]);
});

test("an item without bytes goes where there is not enough yet", () => {
  expect(gatherNumbers([0, 10, 0, 0, 9, 0, 1], 10)).toEqual([
    [0, 10],
    [0, 0, 9, 0, 1],
  ]);
});

test("all items are one batch where nothing is enough, and each is its own where anything is", () => {
  expect(gatherNumbers([5, 0, 7], Number.POSITIVE_INFINITY)).toEqual([[5, 0, 7]]);
  expect(gatherNumbers([5, 0, 7], 0)).toEqual([[5], [0], [7]]);
});

test("nothing is no batch", () => {
  expect(gatherNumbers([], 10)).toEqual([]);
});
