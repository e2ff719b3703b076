import { expect, test } from "vitest";
import { batchByBytes } from "../../functions/batch-by-bytes.ts";

const batchNumbers = (numbers: readonly number[], enough: number): number[][] =>
  batchByBytes(numbers, (number) => number, enough);

test("a batch ends with the item that brings it to enough bytes, and only the last one may have fewer", () => {
  expect(batchNumbers([4, 3, 3, 9, 2, 50, 1, 6], 10)).toEqual([[4, 3, 3], [9, 2], [50], [1, 6]]);
});

test("an item without bytes goes where there is not enough yet", () => {
  expect(batchNumbers([0, 10, 0, 0, 9, 0, 1], 10)).toEqual([
    [0, 10],
    [0, 0, 9, 0, 1],
  ]);
});

test("all items are one batch where nothing is enough, and each is its own where anything is", () => {
  expect(batchNumbers([5, 0, 7], Number.POSITIVE_INFINITY)).toEqual([[5, 0, 7]]);
  expect(batchNumbers([5, 0, 7], 0)).toEqual([[5], [0], [7]]);
});

test("nothing is no batch", () => {
  expect(batchNumbers([], 10)).toEqual([]);
});
