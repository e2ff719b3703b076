import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stationFinder } from "../../../analysis/places/nearest.ts";
import { bruteForceFinder } from "../../../bench/places/brute-force.ts";
import { drawPoints, REGIONS } from "../../../bench/places/points.ts";
import { seededRandom } from "../../../data/synthetic/random.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../../local/bundled.ts";

const EACH = 334_000;

test("gives what measuring every station gives for a million random points", () => {
  const stations = parseStations(readFileSync(BUNDLED_STATIONS), "stations.csv");
  const random = seededRandom(13);
  const points = REGIONS.flatMap((region) => drawPoints(region, EACH, stations, random));
  const find = stationFinder(stations);
  const measureAll = bruteForceFinder(stations);
  const different = points.filter(
    (point) => JSON.stringify(find(point)) !== JSON.stringify(measureAll(point)),
  );
  expect(different).toEqual([]);
  expect(points.length).toBeGreaterThan(1_000_000);
}, 120_000);
