import type { Station } from "../../analysis/places/station.ts";
import type { Point } from "../../analysis/posts/post.ts";
import { pointNear } from "../../data/synthetic/places.ts";
import type { Random } from "../../data/synthetic/random.ts";

/** Regions of points: within 900 m of a station, in the rectangle around all stations, or anywhere. */
export const REGIONS = ["near stations", "over London", "over the globe"] as const;
export type Region = (typeof REGIONS)[number];

/** Draws random points. Those over the globe are distributed uniformly on the sphere. */
export function drawPoints(
  region: Region,
  count: number,
  stations: readonly Station[],
  random: Random,
): Point[] {
  const draw = drawerOf(region, stations, random);
  return Array.from({ length: count }, draw);
}

function drawerOf(region: Region, stations: readonly Station[], random: Random): () => Point {
  switch (region) {
    case "near stations":
      return () => {
        const [longitude, latitude] = pointNear(random.pick(stations), random);
        return { latitude, longitude };
      };
    case "over London": {
      const latitude = between(stations.map((station) => station.latitude));
      const longitude = between(stations.map((station) => station.longitude));
      return () => ({ latitude: latitude(random), longitude: longitude(random) });
    }
    case "over the globe":
      return () => ({
        latitude: (Math.asin(2 * random.next() - 1) * 180) / Math.PI,
        longitude: 360 * random.next() - 180,
      });
  }
}

function between(values: readonly number[]): (random: Random) => number {
  const least = Math.min(...values);
  const width = Math.max(...values) - least;
  return (random) => least + width * random.next();
}
