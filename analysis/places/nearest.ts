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
  return (point) => {
    const candidates = near(point);
    return candidates.length === 0 ? null : placeOf(inReach(candidates, measured(point)));
  };
}

interface Named extends MeasuredPoint {
  readonly name: string;
}

interface Distant {
  readonly name: string;
  readonly metres: number;
}

/** Those of the candidates, which are in the order of their names, that are in reach: the nearest first. */
function inReach(candidates: readonly Named[], from: MeasuredPoint): Distant[] {
  const found: Distant[] = [];
  for (const candidate of candidates) {
    const metres = distance(from, candidate);
    if (metres <= REACH) insert(found, { name: candidate.name, metres });
  }
  return found;
}

/** Behind those that are as near, whose names come first. So few are sorted fastest as they are found. */
function insert(sorted: Distant[], item: Distant): void {
  let index = sorted.length;
  for (; index > 0; index--) {
    const before = sorted[index - 1];
    if (before === undefined || before.metres <= item.metres) break;
    sorted[index] = before;
  }
  sorted[index] = item;
}

function placeOf(found: readonly Distant[]): Place | null {
  const nearest = found[0];
  if (nearest === undefined) return null;
  const others: string[] = [];
  for (let index = 1; index < found.length; index++) others.push(found[index]?.name ?? "");
  return { station: nearest.name, metres: Math.round(nearest.metres), others };
}
