import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { figuresOf } from "../../../analysis/statistics/figures.ts";
import { addSums, NO_SUMS, SCALE, type Sums, sumsOf } from "../../../analysis/statistics/sums.ts";

type Scores = Readonly<Record<string, readonly number[]>>;

/** The figures of a city whose posts are all near a station. */
function figures(scores: Scores, minPosts = 5) {
  const stations = new Map(Object.entries(scores).map(([name, own]) => [name, sumsOf(own)]));
  return figuresOf([...stations.values()].reduce(addSums, NO_SUMS), stations, minPosts);
}

const HAPPY = [6369, 4404, 0, 8316, 5719, 0, 3612, 7003];
const MIXED = [0, 0, -5423, 4404, 6369, -2960];
const FURIOUS = [-5423, -7650, 0, -8402, -3400];

test("the figures of one small city, to the last digit", () => {
  expect(figures({ Bank: MIXED, Angel: HAPPY, Oval: FURIOUS, Eton: [9_000] })).toEqual({
    city: { mean: 0.1097, low: -0.142, high: 0.3614 },
    stations: new Map([
      ["Bank", { mean: 0.0398, low: -0.2858, high: 0.3655, shrunken: 0.0503, rank: 2 }],
      ["Angel", { mean: 0.4428, low: 0.1608, high: 0.7248, shrunken: 0.4267, rank: 1 }],
      ["Oval", { mean: -0.4975, low: -0.8542, high: -0.1408, shrunken: -0.4355, rank: 3 }],
      ["Eton", null],
    ]),
  });
});

describe("below the minimum n", () => {
  test("there is no figure, no shrunken mean and no rank, but the posts count towards what is typical", () => {
    const without = figures({ Bank: MIXED, Angel: HAPPY });
    const small = figures({ Bank: MIXED, Angel: HAPPY, Eton: [-9_000, -8_000] });
    expect(small.stations.get("Eton")).toBeNull();
    expect(small.stations.get("Angel")?.shrunken).not.toBe(without.stations.get("Angel")?.shrunken);
    expect(
      figures({ Bank: MIXED, Angel: HAPPY, Eton: [-9_000, -8_000] }, 2).stations.get("Eton"),
    ).toMatchObject({
      mean: -0.85,
      rank: 3,
    });
  });

  test("the city has none either, and where there is no post nobody has one", () => {
    expect(figures({ Bank: [1, 2, 3, 4] }).city).toBeNull();
    expect(figures({ Bank: [] }, 0)).toEqual({ city: null, stations: new Map([["Bank", null]]) });
    expect(figures({})).toEqual({ city: null, stations: new Map() });
  });
});

test("stations are ranked by their shrunken means, and by name where those are the same", () => {
  const scores = { Zoo: MIXED, Élan: MIXED, Abbey: MIXED, Bank: HAPPY };
  const ranks = [...figures(scores).stations].map(([name, figure]) => [name, figure?.rank]);
  expect(ranks).toEqual([
    ["Zoo", 3],
    ["Élan", 4],
    ["Abbey", 2],
    ["Bank", 1],
  ]);
});

test("a few posts do not bring a station to the top, many do", () => {
  const ordinary = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `Ordinary ${index}`,
      Array.from({ length: 30 }, (_, post) => [0, 0, 4404, -3612, 6369][(post + index) % 5] ?? 0),
    ]),
  );
  const liked = Array.from({ length: 100 }, (_, post) => (post % 2 === 0 ? 6_000 : 4_000));
  const { stations } = figures({ ...ordinary, Few: [8_000, 6_000, 9_000, 2_000, 0], Many: liked });
  expect([stations.get("Few")?.mean, stations.get("Many")?.mean]).toEqual([0.5, 0.5]);
  expect(stations.get("Many")?.rank).toBe(1);
  expect(stations.get("Few")?.shrunken).toBeLessThan(stations.get("Many")?.shrunken ?? Number.NaN);
});

test("means are rounded half way away from zero, and zero has no sign", () => {
  const mean = (...scores: number[]) => figures({ Bank: scores }, 1).stations.get("Bank")?.mean;
  expect([mean(1, 2), mean(-1, -2), mean(0, 0, -1)]).toEqual([0.0002, -0.0002, 0]);
});

test("the mean lies in its interval, the shrunken mean on the scale, and the order of the stations is no matter", () => {
  const scores = fc.array(fc.integer({ min: -SCALE, max: SCALE }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(scores, { minLength: 1, maxLength: 8 }), (all) => {
      const named = all.map((own, index): [string, Sums] => [`Station ${index}`, sumsOf(own)]);
      const city = named.map(([, own]) => own).reduce(addSums);
      const found = figuresOf(city, new Map(named), 2);
      expect(figuresOf(city, new Map(named.toReversed()), 2)).toEqual({
        city: found.city,
        stations: new Map([...found.stations].toReversed()),
      });
      for (const figure of found.stations.values()) {
        if (figure === null) continue;
        const { low, mean, high, shrunken } = figure;
        expect(-1 <= low && low <= mean && mean <= high && high <= 1).toBe(true);
        expect(-1 <= shrunken && shrunken <= 1).toBe(true);
      }
    }),
    { seed: 3 },
  );
});
