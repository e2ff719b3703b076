import { compareUtf8 } from "../order.ts";
import type { Point } from "../posts/post.ts";
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
const REACH = 1000;

/** The earth's mean radius R1 in metres (Moritz, Geodetic Reference System 1980, Journal of Geodesy 74, 2000). */
const EARTH_RADIUS = 6_371_008.8;

/** A little wider than REACH, in degrees of latitude, so that rounding never leaves out a station. */
const BAND = (REACH / EARTH_RADIUS) * (180 / Math.PI) * 1.001;

/**
 * Returns the function that finds a point's place: the nearest station within REACH by great-circle distance,
 * and the others within REACH, ordered by distance and, where that is equal, by the name's UTF-8 bytes. It
 * gives null where no station is in reach and where the point is none (NaN, infinite).
 */
export function stationFinder(stations: readonly Station[]): (point: Point) => Place | null {
  const byLatitude = stations.toSorted((left, right) => left.latitude - right.latitude);
  return (point) => {
    const [nearest, ...others] = inReach(byLatitude, point);
    if (nearest === undefined) return null;
    return {
      station: nearest.name,
      metres: Math.round(nearest.metres),
      others: others.map((station) => station.name),
    };
  };
}

interface Distant {
  readonly name: string;
  readonly metres: number;
}

/** Two points are never nearer than their latitudes are, so only a band of latitudes is measured. */
function inReach(byLatitude: readonly Station[], point: Point): Distant[] {
  const found: Distant[] = [];
  for (let index = firstFrom(byLatitude, point.latitude - BAND); index < byLatitude.length; index++) {
    const station = byLatitude[index];
    if (station === undefined || !(station.latitude <= point.latitude + BAND)) break;
    const metres = distance(point, station);
    if (metres <= REACH) found.push({ name: station.name, metres });
  }
  return found.sort((left, right) => left.metres - right.metres || compareUtf8(left.name, right.name));
}

/** The index of the first station at this latitude or north of it. */
function firstFrom(byLatitude: readonly Station[], latitude: number): number {
  let low = 0;
  let high = byLatitude.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((byLatitude[middle]?.latitude ?? Number.POSITIVE_INFINITY) < latitude) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The great-circle distance of two points in metres, by the haversine formula (Sinnott, Virtues of the
 * Haversine, Sky and Telescope 68, 1984), which stays exact for small distances, at the poles and across the
 * date line.
 */
export function distance(from: Point, to: Point): number {
  const latitudes = haversine(to.latitude - from.latitude);
  const longitudes = haversine(to.longitude - from.longitude);
  const h = latitudes + cosine(from.latitude) * cosine(to.latitude) * longitudes;
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(Math.min(1, h)));
}

const RADIANS = Math.PI / 180;
const cosine = (degrees: number): number => Math.cos(degrees * RADIANS);
const haversine = (degrees: number): number => Math.sin((degrees * RADIANS) / 2) ** 2;
