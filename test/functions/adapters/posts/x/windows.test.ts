import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { searchQuery } from "../../../../../functions/adapters/posts/x/request.ts";
import {
  firstIdOf,
  type Interval,
  secondOf,
  union,
  without,
} from "../../../../../functions/adapters/posts/x/time.ts";
import { InvalidInput } from "../../../../../functions/errors.ts";

const BANK = { name: "Bank", slug: "bank", zone: "1", longitude: -0.08861234567, latitude: 51.5133 };

describe("intervals", () => {
  const interval = fc
    .tuple(fc.nat(40), fc.nat(40))
    .map(([a, b]): Interval => [Math.min(a, b), Math.max(a, b)]);
  const seconds = (intervals: readonly Interval[]): Set<number> =>
    new Set(intervals.flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index)));

  test("have the same seconds as before when they are made few", () => {
    fc.assert(
      fc.property(fc.array(interval), (intervals) => {
        const merged = union(intervals);
        expect(seconds(merged)).toEqual(new Set([...seconds(intervals)].sort((left, right) => left - right)));
        for (const [index, [from]] of merged.entries())
          expect(from).toBeGreaterThan(merged[index - 1]?.[1] ?? -1);
      }),
      { seed: 1 },
    );
  });

  test("without others have the seconds that those have not", () => {
    fc.assert(
      fc.property(interval, fc.array(interval), (whole, taken) => {
        const others = seconds(taken);
        const expected = [...seconds([whole])].filter((second) => !others.has(second));
        expect([...seconds(without(whole, taken))]).toEqual(expected);
      }),
      { seed: 2 },
    );
  });
});

test("an id lies in the second in which X made it", () => {
  // An example in X's own documents, with this `created_at`.
  expect(new Date(secondOf("1460323737035677698") * 1000).toISOString()).toBe("2021-11-15T19:08:05.000Z");
  const second = 1_794_808_800;
  expect(secondOf(String(firstIdOf(second)))).toBe(second);
  expect(secondOf(String(firstIdOf(second) - 1n))).toBe(second - 1);
});

describe("a query", () => {
  test("begins with the circle", () => {
    expect(searchQuery(BANK, { query: "lang:en -is:retweet", radiusKm: 1.5 })).toBe(
      "point_radius:[-0.088612 51.5133 1.5km] lang:en -is:retweet",
    );
    expect(searchQuery(BANK, { query: " ", radiusKm: 1 })).toBe("point_radius:[-0.088612 51.5133 1km]");
  });

  test("of alternatives is put in brackets, or it would ask for the whole world", () => {
    expect(searchQuery(BANK, { query: "lang:en OR lang:fr", radiusKm: 1 })).toContain("(lang:en OR lang:fr)");
  });

  test("that is too long is refused before X is asked", () => {
    const query = "word ".repeat(100);
    expect(() => searchQuery(BANK, { query, radiusKm: 1 })).toThrow(InvalidInput);
    expect(() => searchQuery(BANK, { query, radiusKm: 1 })).toThrow(
      "The query for Bank has 536 characters, and X takes 512",
    );
  });
});
