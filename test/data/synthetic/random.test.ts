import { expect, test } from "vitest";
import { seededRandom } from "../../../data/synthetic/random.ts";
import { fill } from "../../../data/synthetic/words.ts";

test("gives the numbers that Mulberry32 gives for the seed 1", () => {
  const random = seededRandom(1);
  expect([random.next(), random.next(), random.next()]).toEqual([
    0.6270739405881613, 0.002735721180215478, 0.5274470399599522,
  ]);
});

test("picks by weight, and never an item without weight", () => {
  const random = seededRandom(7);
  const counts = [0, 0, 0];
  for (let draw = 0; draw < 10_000; draw++) {
    const index = random.weighted([1, 0, 3]);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  expect(counts[1]).toBe(0);
  expect((counts[2] ?? 0) / 10_000).toBeCloseTo(0.75, 1);
});

test("shuffles without losing an item or touching the list", () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = seededRandom(3).shuffled(items);
  expect(shuffled).not.toEqual(items);
  expect(shuffled.toSorted()).toEqual(items);
  expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("picks nothing from an empty list", () => {
  expect(() => seededRandom(1).pick([])).toThrow(RangeError);
});

test("fills slots within slots, and refuses a slot without words", () => {
  const random = seededRandom(1);
  expect(fill("{a} tea", { a: ["a {b}"], b: ["green"] }, random)).toBe("a green tea");
  expect(() => fill("{c} tea", {}, random)).toThrow('There are no words for {c} in "{c} tea".');
});
