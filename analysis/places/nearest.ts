import { compareUtf8 } from "../order.ts";
import type { Point } from "../posts/post.ts";
import { distance, type MeasuredPoint, measured } from "./distance.ts";
import { circleGrid } from "./grid.ts";
import type { Station } from "./station.ts";

/** Where a post belongs. */
export interface Place {
  /** The name of the nearest station. */
  readonly station: string;
  /** How far it is, in whole metres. */
  readonly metres: number;
  /** The names of the other stations in reach, the nearest first. */
  readonly others: string[];
}

/** A post belongs to a station up to this far away, in metres. */
export const REACH = 1000;

/**
 * Returns the function that finds a point's place: the nearest station within REACH by great-circle distance,
 * and the others within REACH, ordered by distance and, where that is equal, by the name's UTF-8 bytes. It
 * gives null where no station is in reach and where the point is none (NaN, infinite, beyond a pole, a
 * longitude beyond 180 degrees).
 */
export function stationFinder(stations: readonly Station[]): (point: Point) => Place | null {
  const byName = stations.toSorted((left, right) => compareUtf8(left.name, right.name));
  const near = circleGrid(
    byName.map((station) => ({ name: station.name, ...measured(station) })),
    REACH,
  );
  const found: Found = { count: 0, metres: new Float64Array(byName.length), stations: [] };
  return (point) => {
    const candidates = near(point);
    if (candidates.length === 0) return null;
    findInReach(found, candidates, measured(point));
    return placeOf(found);
  };
}

interface Named extends MeasuredPoint {
  readonly name: string;
}

/** The first `count` are the stations in reach, the nearest first. It is used again for each point. */
interface Found {
  count: number;
  readonly metres: Float64Array;
  readonly stations: Named[];
}

/** The candidates come in the order of their names. */
function findInReach(found: Found, candidates: readonly Named[], from: MeasuredPoint): void {
  found.count = 0;
  for (const candidate of candidates) {
    const metres = distance(from, candidate);
    if (metres <= REACH) insert(found, candidate, metres);
  }
}

/** Behind those that are as near, whose names come first. So few are sorted fastest as they are found. */
function insert(found: Found, station: Named, distanceInMetres: number): void {
  const { metres, stations } = found;
  let index = found.count++;
  for (; index > 0; index--) {
    const before = stations[index - 1];
    const metresBefore = metres[index - 1] ?? 0;
    if (before === undefined || metresBefore <= distanceInMetres) break;
    stations[index] = before;
    metres[index] = metresBefore;
  }
  stations[index] = station;
  metres[index] = distanceInMetres;
}

function placeOf({ count, metres, stations }: Found): Place | null {
  const nearest = stations[0];
  if (count === 0 || nearest === undefined) return null;
  const others = new Array<string>(count - 1);
  for (let index = 1; index < count; index++) others[index - 1] = stations[index]?.name ?? "";
  return { station: nearest.name, metres: Math.round(metres[0] ?? 0), others };
}
