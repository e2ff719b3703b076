import fc from "fast-check";
import { expect, test } from "vitest";
import { distinctIds } from "../../../analysis/number-buffer.ts";
import { pairTable } from "../../../analysis/topics/pair-table.ts";
import {
  addText,
  BITS,
  chunkOf,
  closeStore,
  LAST,
  offsetOf,
  textStore,
} from "../../../analysis/topics/text-store.ts";

test("distinct ids are counted as a set counts them, also after each other count", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 40n }), { maxLength: 200, size: "max" }), (ids) => {
      const counted = distinctIds();
      for (const [index, id] of ids.entries()) {
        counted.add(id);
        if (index % 50 === 0) expect(counted.count()).toBe(new Set(ids.slice(0, index + 1)).size);
      }
      expect(counted.count()).toBe(new Set(ids).size);
    }),
    { seed: 31 },
  );
});

test("pairs are counted once for each text, however many there are, and their order matters", () => {
  const pairs = pairTable();
  for (let round = 1; round <= 2; round++)
    for (let first = 0; first < 100; first++)
      for (let second = 0; second < 60; second++)
        for (let again = 0; again < 2; again++) pairs.count(first, second, round);
  pairs.count(7, 2 ** 26 - 1, 3);
  pairs.set(2 ** 26 - 1, 7, 9);
  expect([pairs.get(3, 50), pairs.get(50, 3), pairs.get(99, 59), pairs.get(59, 99)]).toEqual([2, 2, 2, 0]);
  expect([pairs.get(7, 2 ** 26 - 1), pairs.get(2 ** 26 - 1, 7)]).toEqual([1, 9]);
  expect([...pairs.entries()]).toHaveLength(6002);
});

test("texts are told apart and found again across the store's chunks", () => {
  const store = textStore();
  const stems = Uint32Array.from({ length: 3000 }, (_, index) => index);
  const tokensOf = (text: number): Uint32Array =>
    Uint32Array.from({ length: 1500 + (text % 7) }, (_, index) => 2 * ((text * 31 + index) % 3000));
  const add = (text: number): number => {
    const tokens = tokensOf(text);
    return addText(store, tokens, 0, tokens.length, stems);
  };
  const count = 2850;
  const numbers = Array.from({ length: count }, (_, text) => {
    const number = add(text);
    add(text >>> 1);
    return number;
  });
  expect(store.chunks).toHaveLength(2);
  expect(store.size).toBe(count);
  expect(new Set(numbers).size).toBe(count);
  expect(numbers.map((_, text) => add(text))).toEqual(numbers);
  closeStore(store);
  for (const text of [0, 1400, count - 1]) {
    const number = numbers[text] ?? 0;
    const tokens = tokensOf(text);
    const held = chunkOf(store, number).subarray(offsetOf(number), offsetOf(number) + tokens.length);
    expect(held.map((token) => token >>> BITS)).toEqual(tokens.map((token) => token >>> 1));
    expect(held.findIndex((token) => (token & LAST) !== 0)).toBe(tokens.length - 1);
  }
});
