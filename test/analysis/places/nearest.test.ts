import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { distance, measured } from "../../../analysis/places/distance.ts";
import { stationFinder } from "../../../analysis/places/nearest.ts";
import type { Station } from "../../../analysis/places/station.ts";
import type { Point } from "../../../analysis/posts/post.ts";
import { bruteForceFinder } from "../../../bench/places/brute-force.ts";
import { drawPoints, REGIONS } from "../../../bench/places/points.ts";
import { seededRandom } from "../../../data/synthetic/random.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../../local/bundled.ts";
import { awkwardPoint, KILOMETRE, onItsCircle, point, station } from "./places-fixtures.ts";

test("finds the nearest station and the others in reach, nearest first", () => {
  const find = stationFinder([
    station("Far", 51.52, -0.1),
    station("Third", 51.507, -0.1),
    station("First", 51.501, -0.1),
    station("Second", 51.496, -0.1),
  ]);
  expect(find(point(51.5, -0.1))).toEqual({ station: "First", metres: 111, others: ["Second", "Third"] });
});

test("finds nothing beyond one kilometre", () => {
  const find = stationFinder([station("Bank", 51.5, -0.1)]);
  expect(find(point(51.5 + KILOMETRE * 0.9999, -0.1))?.metres).toBe(1000);
  expect(find(point(51.5 + KILOMETRE * 1.0001, -0.1))).toBeNull();
});

test("a station is in reach at a thousand metres, and no longer at the next number after it", () => {
  const bank = station("Bank", 0, 0);
  const metresTo = (latitude: number) => distance(measured(point(latitude, 0)), measured(bank));
  let [inside, outside] = [KILOMETRE * 0.999, KILOMETRE * 1.001];
  for (let middle = (inside + outside) / 2; middle !== inside && middle !== outside; ) {
    if (metresTo(middle) <= 1000) inside = middle;
    else outside = middle;
    middle = (inside + outside) / 2;
  }
  expect(metresTo(inside)).toBe(1000);
  const find = stationFinder([bank]);
  expect(find(point(inside, 0))).toEqual({ station: "Bank", metres: 1000, others: [] });
  expect(find(point(outside, 0))).toBeNull();
});

test("stations at the same distance are ordered by their names' UTF-8 bytes", () => {
  const find = stationFinder(["b", "a", "Z", "\u{1f600}", "\uffee"].map((name) => station(name, 51.5, -0.1)));
  const all = { station: "Z", others: ["a", "b", "\uffee", "\u{1f600}"] };
  expect(find(point(51.5, -0.1))).toEqual({ ...all, metres: 0 });
  expect(find(point(51.501, -0.1))).toEqual({ ...all, metres: 111 });
});

test("crosses the date line and the poles", () => {
  const find = stationFinder([
    station("Fiji", -17, 179.999),
    station("Line", 10, 180),
    station("North", 89.999, 10),
    station("South", -90, 0),
  ]);
  expect(find(point(-17, -179.999))?.station).toBe("Fiji");
  for (const longitude of [180, -180]) expect(find(point(10, longitude))).toMatchObject({ metres: 0 });
  expect(find(point(89.999, -170))).toEqual({ station: "North", metres: 222, others: [] });
  expect(find(point(90, 123))?.station).toBe("North");
  expect(find(point(-89.995, -77))?.station).toBe("South");
});

test.each([
  ["not a number", Number.NaN, Number.NaN],
  ["infinite", Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ["beyond a pole or the date line", 90.0001, 180.0001],
  ["beyond the other ones", -90.0001, -180.0001],
])("a point that is none has no place: %s", (_, latitude, longitude) => {
  const find = stationFinder([station("North", 90, 0), station("South", -90, 0), station("Line", 0, 180)]);
  for (const sound of [90, -90, 0]) {
    expect(find(point(sound, 180))).not.toBeNull();
    expect(find(point(sound, longitude))).toBeNull();
  }
  expect(find(point(latitude, 180))).toBeNull();
});

test("without stations no point has a place", () => {
  expect(stationFinder([])(point(51.5, -0.1))).toBeNull();
});

test("a station without a sound point is in nobody's reach", () => {
  const find = stationFinder([
    station("Nowhere", Number.NaN, -0.1),
    station("Beyond", 51.5, Number.POSITIVE_INFINITY),
    station("Bank", 51.5, -0.1),
  ]);
  expect(find(point(51.5, -0.1))).toEqual({ station: "Bank", metres: 0, others: [] });
});

test("gives what measuring every station gives, wherever the stations are", () => {
  let placed = 0;
  const points = fc.array(
    fc.record({ point: awkwardPoint, bearing: fc.double({ min: 0, max: 7, noNaN: true }) }),
    {
      minLength: 20,
      maxLength: 20,
    },
  );
  fc.assert(
    fc.property(fc.array(awkwardPoint, { maxLength: 40, size: "max" }), points, (places, drawn) => {
      const stations = places.map(({ latitude, longitude }, index) =>
        station(`S${index}`, latitude, longitude),
      );
      const onCircles = stations.flatMap((centre, index) =>
        drawn.slice(0, 2).map(({ bearing }) => onItsCircle(centre, bearing, ((index % 5) - 2) * 1e-11)),
      );
      placed += agree(stations, [...places, ...onCircles, ...drawn.map((one) => one.point)]);
    }),
    { seed: 7, numRuns: 1500 },
  );
  expect(placed).toBeGreaterThan(10_000);
});

test.each(REGIONS)("gives what measuring every station gives for 3,000 points %s", (region) => {
  const stations = parseStations(readFileSync(BUNDLED_STATIONS), "stations.csv");
  const points = drawPoints(region, 3000, stations, seededRandom(11));
  expect(agree(stations, points)).toBeGreaterThanOrEqual(region === "over the globe" ? 0 : 500);
});

/** Compares both ways on every point; returns how many have a place. */
function agree(stations: readonly Station[], points: readonly Point[]): number {
  const find = stationFinder(stations);
  const measureAll = bruteForceFinder(stations);
  return points.filter((one) => {
    const expected = measureAll(one);
    const found = find(one);
    if (JSON.stringify(found) !== JSON.stringify(expected)) expect([one, found]).toEqual([one, expected]);
    return found !== null;
  }).length;
}
