import { compareUtf8 } from "../../analysis/order.ts";
import { distance, measured } from "../../analysis/places/distance.ts";
import { type Place, REACH } from "../../analysis/places/nearest.ts";
import type { Station } from "../../analysis/places/station.ts";
import type { Point } from "../../analysis/posts/post.ts";

/** Finds the station by measuring the distance to each one. stationFinder must give the same result for every point. */
export function bruteForceFinder(stations: readonly Station[]): (point: Point) => Place | null {
  const all = stations.map((station) => ({ name: station.name, ...measured(station) }));
  return (point) => {
    const from = measured(point);
    const inReach: { readonly name: string; readonly metres: number }[] = [];
    for (const to of all) {
      const metres = distance(from, to);
      if (metres <= REACH) inReach.push({ name: to.name, metres });
    }
    const [nearest, ...others] = inReach.sort(
      (left, right) => left.metres - right.metres || compareUtf8(left.name, right.name),
    );
    if (nearest === undefined) return null;
    return {
      station: nearest.name,
      metres: Math.round(nearest.metres),
      others: others.map(({ name }) => name),
    };
  };
}
