import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stationFinder } from "../../../analysis/places/nearest.ts";
import { bruteForceFinder } from "../../../bench/places/brute-force.ts";
import { drawPoints, REGIONS } from "../../../bench/places/points.ts";
import { seededRandom } from "../../../data/synthetic/random.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../../local/bundled.ts";
import { depth, REPEAT, SEED } from "../../support/depth.ts";

const EACH = depth({ usual: 60_000, deep: 334_000 });

test("gives what measuring every station gives for random points near, over and far from London", () => {
  const stations = parseStations(readFileSync(BUNDLED_STATIONS), "stations.csv");
  const random = seededRandom(SEED);
  const points = REGIONS.flatMap((region) => drawPoints(region, EACH, stations, random));
  const find = stationFinder(stations);
  const measureAll = bruteForceFinder(stations);
  const different = points.filter(
    (point) => JSON.stringify(find(point)) !== JSON.stringify(measureAll(point)),
  );
  expect(different, REPEAT).toEqual([]);
  expect(points.length).toBeGreaterThan(3 * EACH - 1);
}, 120_000);
