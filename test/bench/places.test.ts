import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { benchPlaces, placesTable } from "../../bench/places/benchmark.ts";
import { drawPoints } from "../../bench/places/points.ts";
import { seededRandom } from "../../data/synthetic/random.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../local/bundled.ts";

const stations = parseStations(readFileSync(BUNDLED_STATIONS), "stations.csv");

test("compares the station finder with brute force in each region", () => {
  const measurements = benchPlaces(stations, 2000);
  expect(measurements.map(({ region, placed }) => [region, Math.round(placed * 10)])).toEqual([
    ["near stations", 10],
    ["over London", expect.toSatisfy((tenths: number) => tenths >= 1 && tenths <= 5)],
    ["over the globe", 0],
  ]);
  for (const { pointsPerSecond, bruteForce, ratio } of measurements) {
    expect(ratio).toBeCloseTo(pointsPerSecond / bruteForce, 9);
    expect(ratio).toBeGreaterThan(1);
  }
});

test("writes a row for each region", () => {
  const { table } = placesTable([
    { region: "over London", placed: 0.25, pointsPerSecond: 8e6, bruteForce: 1e5, ratio: 80 },
  ]);
  expect(table[1]).toEqual(["over London", "25 %", "8,000,000", "100,000", "80"]);
});

test("points over the globe are uniform on the sphere", () => {
  const points = drawPoints("over the globe", 10_000, stations, seededRandom(3));
  expect(points.every(({ longitude }) => longitude >= -180 && longitude < 180)).toBe(true);
  // Half of the area of a sphere is within 30 degrees of its equator (Archimedes).
  const tropical = points.filter(({ latitude }) => Math.abs(latitude) < 30).length;
  expect(tropical / points.length).toBeCloseTo(0.5, 1);
});
