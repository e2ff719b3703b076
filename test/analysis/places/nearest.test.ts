import fc from "fast-check";
import { expect, test } from "vitest";
import { compareUtf8 } from "../../../analysis/order.ts";
import { distance, stationFinder } from "../../../analysis/places/nearest.ts";
import type { Station } from "../../../analysis/places/station.ts";
import type { Point } from "../../../analysis/posts/post.ts";

const station = (name: string, latitude: number, longitude: number): Station => ({
  name,
  slug: name.toLowerCase(),
  zone: "1",
  latitude,
  longitude,
});
const point = (latitude: number, longitude: number): Point => ({ latitude, longitude });

/** The same question answered by measuring every station. */
const bruteForce = (stations: readonly Station[], from: Point): { name: string; metres: number }[] =>
  stations
    .map((to) => ({ name: to.name, metres: distance(from, to) }))
    .filter(({ metres }) => metres <= 1000)
    .sort((left, right) => left.metres - right.metres || compareUtf8(left.name, right.name));

test("distances on the sphere are those of the textbook", () => {
  const degree = (6_371_008.8 * Math.PI) / 180;
  expect(distance(point(0, 0), point(0, 1))).toBeCloseTo(degree, 3);
  expect(distance(point(0, 0), point(1, 0))).toBeCloseTo(degree, 3);
  expect(distance(point(60, 0), point(60, 0.001))).toBeCloseTo(degree / 2000, 4);
  expect(distance(point(90, 0), point(-90, 77))).toBeCloseTo(degree * 180, 3);
  expect(distance(point(51.5, -0.1), point(51.5, -0.1))).toBe(0);
});

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
  const kilometre = 1000 / ((6_371_008.8 * Math.PI) / 180);
  expect(find(point(51.5 + kilometre * 0.9999, -0.1))?.metres).toBe(1000);
  expect(find(point(51.5 + kilometre * 1.0001, -0.1))).toBeNull();
});

test("stations at the same distance are ordered by their names' UTF-8 bytes", () => {
  const find = stationFinder(["b", "a", "Z", "\u{1f600}", "\uffee"].map((name) => station(name, 51.5, -0.1)));
  expect(find(point(51.5, -0.1))).toEqual({
    station: "Z",
    metres: 0,
    others: ["a", "b", "\uffee", "\u{1f600}"],
  });
});

test("crosses the date line and the poles", () => {
  const find = stationFinder([station("Fiji", -17, 179.999), station("North", 89.999, 10)]);
  expect(find(point(-17, -179.999))?.station).toBe("Fiji");
  expect(find(point(89.999, -170))).toEqual({ station: "North", metres: 222, others: [] });
  expect(find(point(90, 123))?.station).toBe("North");
});

test("a point that is none has no place", () => {
  const find = stationFinder([station("Bank", 51.5, -0.1)]);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(find(point(value, -0.1))).toBeNull();
    expect(find(point(51.5, value))).toBeNull();
  }
  expect(stationFinder([])(point(51.5, -0.1))).toBeNull();
});

test("gives what measuring every station gives", () => {
  const near = (centre: number) => fc.double({ min: centre - 0.03, max: centre + 0.03, noNaN: true });
  const anywhere = (bound: number) => fc.double({ min: -bound, max: bound, noNaN: true });
  const place = fc.oneof(
    fc.tuple(near(51.5), near(-0.1)),
    fc.tuple(fc.double({ min: 89.98, max: 90, noNaN: true }), anywhere(180)),
    fc.tuple(near(0), fc.oneof(fc.double({ min: 179.98, max: 180, noNaN: true }), near(-179.97))),
    fc.tuple(anywhere(90), anywhere(180)),
  );
  let placed = 0;
  fc.assert(
    fc.property(
      fc.array(place, { maxLength: 40 }),
      fc.array(place, { maxLength: 20 }),
      (stations, points) => {
        const named = stations.map(([latitude, longitude], index) =>
          station(`S${index}`, latitude, longitude),
        );
        const find = stationFinder(named);
        for (const [latitude, longitude] of points) {
          const expected = bruteForce(named, point(latitude, longitude));
          const found = find(point(latitude, longitude));
          placed += expected.length;
          expect([found?.station, ...(found?.others ?? [])]).toEqual(
            expected.length === 0 ? [undefined] : expected.map(({ name }) => name),
          );
          expect(found?.metres).toBe(expected[0] && Math.round(expected[0].metres));
        }
      },
    ),
    { seed: 7, numRuns: 200 },
  );
  expect(placed).toBeGreaterThan(100);
});
