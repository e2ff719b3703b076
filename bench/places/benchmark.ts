import { stationFinder } from "../../analysis/places/nearest.ts";
import type { Station } from "../../analysis/places/station.ts";
import type { Point } from "../../analysis/posts/post.ts";
import { seededRandom } from "../../data/synthetic/random.ts";
import { type Figures, whole } from "../report/table.ts";
import { bruteForceFinder } from "./brute-force.ts";
import { drawPoints, REGIONS, type Region } from "./points.ts";

/** Points a second on one core, warm. */
export interface PlacesMeasurement {
  readonly region: Region;
  /** The share of the points that have a station within reach, from 0 to 1. */
  readonly placed: number;
  readonly pointsPerSecond: number;
  /** The same by measuring every station. */
  readonly bruteForce: number;
  readonly ratio: number;
}

/** Each of so many runs is timed, and the fastest counts: what else the machine did slows the others. */
const ROUNDS = 7;

/** Brute force takes so many times longer, and is timed with so many times fewer points. */
const FEWER = 50;

/** Times both ways of finding the station of `points` random points in each region. */
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
  notes: ["One core, warm; the fastest of several runs."],
});
