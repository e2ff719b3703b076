import { expect, test } from "vitest";
import { IS_DEEP, sampled, sampledOfEach } from "./depth.ts";

const numbers = Array.from({ length: 100 }, (_, index) => index);

test("a sample is some of the items in their order, and at full depth all of them", () => {
  const some = sampled(numbers, 7);
  expect(some).toHaveLength(IS_DEEP ? 100 : 7);
  expect(some).toEqual([...some].sort((left, right) => left - right));
  expect(new Set(some).size).toBe(some.length);
  expect(sampled(numbers, 100)).toEqual(numbers);
  expect(sampled(numbers, 7)).toEqual(some);
});

test("a sample of each kind has every kind, however few are asked for", () => {
  const kindOf = (number: number) => String(number % 10);
  for (const usual of [1, 10, 30]) {
    const some = sampledOfEach(numbers, kindOf, usual);
    expect(new Set(some.map(kindOf)).size).toBe(10);
    expect(some).toHaveLength(IS_DEEP ? 100 : Math.max(10, usual));
  }
});
