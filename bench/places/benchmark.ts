import { stationFinder } from "../../analysis/places/nearest.ts";
import type { Station } from "../../analysis/places/station.ts";
import type { Point } from "../../analysis/posts/post.ts";
import { seededRandom } from "../../data/synthetic/random.ts";
import { type Figures, whole } from "../report/table.ts";
import { bruteForceFinder } from "./brute-force.ts";
import { drawPoints, REGIONS, type Region } from "./points.ts";

/** Points per second on one core, warm. */
export interface PlacesMeasurement {
  readonly region: Region;
  /** Share of the points that have a station within reach, from 0 to 1. */
  readonly placed: number;
  readonly pointsPerSecond: number;
  /** Points per second if the distance to every station is measured. */
  readonly bruteForce: number;
  readonly ratio: number;
}

/** Number of timed runs. The fastest counts, because other work on the machine slows the others. */
const ROUNDS = 7;

/** Brute force is timed with this many times fewer points, because it is so much slower. */
const FEWER = 50;

/** Times both methods of finding the station of `points` random points in each region. */
export function benchPlaces(stations: readonly Station[], points = 500_000): PlacesMeasurement[] {
  const random = seededRandom(1);
  const find = stationFinder(stations);
  const measureAll = bruteForceFinder(stations);
  return REGIONS.map((region) => {
    const drawn = drawPoints(region, points, stations, random);
    const fast = fastestRun(find, drawn);
    const slow = fastestRun(measureAll, drawn.slice(0, Math.ceil(points / FEWER)));
    return {
      region,
      placed: fast.placed / points,
      pointsPerSecond: fast.pointsPerSecond,
      bruteForce: slow.pointsPerSecond,
      ratio: fast.pointsPerSecond / slow.pointsPerSecond,
    };
  });
}

function fastestRun(
  find: (point: Point) => object | null,
  points: readonly Point[],
): { readonly placed: number; readonly pointsPerSecond: number } {
  let placed = 0;
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    placed = 0;
    const start = performance.now();
    for (const point of points) if (find(point) !== null) placed++;
    fastest = Math.min(fastest, performance.now() - start);
  }
  return { placed, pointsPerSecond: (points.length / fastest) * 1000 };
}

export const placesTable = (measurements: readonly PlacesMeasurement[]): Figures => ({
  table: [
    ["points", "with a station in reach", "points a second", "measuring every station", "times faster"],
    ...measurements.map(({ region, placed, pointsPerSecond, bruteForce, ratio }) => [
      region,
      `${(100 * placed).toFixed(0)} %`,
      whole(pointsPerSecond),
      whole(bruteForce),
      whole(ratio),
    ]),
  ],
  notes: ["On one core, warm. The fastest of several runs counts."],
});
