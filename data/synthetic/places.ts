import type { Station } from "../../analysis/places/station.ts";
import type { Point } from "../../analysis/posts/post.ts";
import type { Random } from "./random.ts";
import { TOPICS } from "./topics.ts";

/** Metres to degrees at London's latitude (51.5 degrees north); accurate to 1 % on the whole map. */
const DEGREES_NORTH = 1 / 111_250;
const DEGREES_EAST = 1 / 69_400;

/** Maximum distance of a post from its station, in metres. */
const SCATTER = 900;

/** Longitude and latitude of places far from any station: the sea, hills and other towns. */
const FAR_AWAY: readonly (readonly [number, number])[] = [
  [-0.1372, 50.8225],
  [-1.2577, 51.752],
  [0.1218, 52.2053],
  [-1.8904, 52.4862],
  [0.55, 51.2],
  [-0.5704, 51.2362],
  [1.35, 51.6],
  [0, 0],
];

/**
 * Returns a function that draws the station of a post. Shares follow the law of Zipf and Mandelbrot, cut off so that
 * the last stations get no posts. Stations with topics of their own come first, in that order; the others follow.
 */
export function stationDrawer(stations: readonly Station[], random: Random): () => Station {
  const leaders = [...TOPICS.keys()].flatMap((name) => stations.filter((station) => station.name === name));
  const ranked = [...leaders, ...random.shuffled(stations.filter((station) => !leaders.includes(station)))];
  const shares = ranked.map((_, rank) => Math.max(0, 1 / (rank + 8) - 1 / 210));
  return () => {
    const station = ranked[random.weighted(shares)];
    if (station === undefined) throw new RangeError("There are no stations to draw from.");
    return station;
  };
}

/** A random point near the station, more often close to it: longitude and latitude with six decimals. */
export function pointNear(station: Station, random: Random): [longitude: number, latitude: number] {
  const [east, north] = pointInDisc(random);
  const reach = SCATTER * random.next();
  const { longitude, latitude } = moved(station, east * reach, north * reach);
  return [longitude, latitude];
}

export const farPoint = (random: Random): readonly [number, number] => random.pick(FAR_AWAY);

/** Uniform in the unit disc, by rejection. It uses no sines, because JavaScript engines may round them differently. */
export function pointInDisc(random: Random): [east: number, north: number] {
  const east = 2 * random.next() - 1;
  const north = 2 * random.next() - 1;
  return east * east + north * north <= 1 ? [east, north] : pointInDisc(random);
}

/** The point so many metres east and north of `from`, in degrees with six decimals. */
export const moved = (from: Point, east: number, north: number): Point => ({
  latitude: rounded(from.latitude + north * DEGREES_NORTH),
  longitude: rounded(from.longitude + east * DEGREES_EAST),
});

/** How many metres `to` is east and north of `from`. */
export const offset = (from: Point, to: Point): [east: number, north: number] => [
  (to.longitude - from.longitude) / DEGREES_EAST,
  (to.latitude - from.latitude) / DEGREES_NORTH,
];

const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
