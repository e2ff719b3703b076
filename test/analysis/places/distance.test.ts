import { expect, test } from "vitest";
import { distance, extentOfCircle, measured } from "../../../analysis/places/distance.ts";

const at = (latitude: number, longitude: number) => measured({ latitude, longitude });
const DEGREE = (6_371_008.8 * Math.PI) / 180;

test("distances on the sphere are those of the textbook", () => {
  expect(distance(at(0, 0), at(0, 1))).toBeCloseTo(DEGREE, 3);
  expect(distance(at(0, 0), at(1, 0))).toBeCloseTo(DEGREE, 3);
  expect(distance(at(60, 0), at(60, 0.001))).toBeCloseTo(DEGREE / 2000, 4);
  expect(distance(at(90, 0), at(-90, 77))).toBeCloseTo(DEGREE * 180, 3);
  expect(distance(at(51.5, -0.1), at(51.5, -0.1))).toBe(0);
});

test("a distance is the same in both directions, across the date line too", () => {
  expect(distance(at(51.5, -0.1), at(51.6, 0.1))).toBe(distance(at(51.6, 0.1), at(51.5, -0.1)));
  expect(distance(at(0, 179.5), at(0, -179.5))).toBeCloseTo(DEGREE, 3);
});

test("a circle is as wide as its easternmost point is far", () => {
  const centre = at(70, 0);
  const radius = 100_000;
  const { latitude, longitude } = extentOfCircle(centre, radius);
  expect(latitude).toBeCloseTo(radius / DEGREE, 12);
  const eastOf = (degrees: number) =>
    Math.min(...Array.from({ length: 2001 }, (_, step) => distance(centre, at(70 + step / 1000, degrees))));
  expect(eastOf(longitude)).toBeCloseTo(radius, 0);
  expect(eastOf(longitude * 1.001)).toBeGreaterThan(radius);
});

test("a circle around a pole has all longitudes, and one that just misses it has finite ones", () => {
  expect(extentOfCircle(at(89.999, 10), 1000).longitude).toBe(180);
  expect(extentOfCircle(at(-90, 0), 1000).longitude).toBe(180);
  for (let radius = 900; radius <= 1100; radius++) {
    for (let ulps = -4; ulps <= 4; ulps++) {
      const { longitude } = extentOfCircle(at(90 - radius / DEGREE + ulps * 2 ** -46, 0), radius);
      expect(longitude === 180 || (longitude > 89 && longitude <= 90)).toBe(true);
    }
  }
});
