import type { Point } from "../posts/post.ts";

/** The earth's mean radius R1 in metres (Moritz, Geodetic Reference System 1980, Journal of Geodesy 74, 2000). */
const EARTH_RADIUS = 6_371_008.8;

const RADIANS = Math.PI / 180;

/** A point with the cosine of its latitude, which every distance needs. */
export interface MeasuredPoint extends Point {
  readonly cosine: number;
}

export const measured = ({ latitude, longitude }: Point): MeasuredPoint => ({
  latitude,
  longitude,
  cosine: Math.cos(latitude * RADIANS),
});

/**
 * The great-circle distance of two points in metres, by the haversine formula (Sinnott, Virtues of the
 * Haversine, Sky and Telescope 68, 1984), which stays exact for small distances, at the poles and across the
 * date line.
 */
export function distance(from: MeasuredPoint, to: MeasuredPoint): number {
  const latitudes = haversine(to.latitude - from.latitude);
  const longitudes = haversine(to.longitude - from.longitude);
  const h = latitudes + from.cosine * to.cosine * longitudes;
  return 2 * EARTH_RADIUS * arcSine(Math.sqrt(Math.min(1, h)));
}

function haversine(degrees: number): number {
  const s = sine((degrees * RADIANS) / 2);
  return s * s;
}

/**
 * Below this angle in radians, the first terms of the Taylor series are exact to the last bit and several times as
 * fast as the library. Nearly all distances are within a city, so they are below it.
 */
const SMALL = 0.01;

const SIXTH = 1 / 6;

function sine(x: number): number {
  if (Math.abs(x) >= SMALL) return Math.sin(x);
  const square = x * x;
  return x * (1 - square * (SIXTH - square * (1 / 120)));
}

function arcSine(x: number): number {
  if (x >= SMALL) return Math.asin(x);
  const square = x * x;
  return x * (1 + square * (SIXTH + square * (3 / 40 + square * (15 / 336))));
}

/** Half the height and half the width of a box in degrees. */
export interface Extent {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * How far the circle of this radius in metres (less than a quarter of the globe) reaches to the north and to
 * the east. It is 180 degrees to the east where a pole is within the circle: then it has points of every
 * longitude.
 */
export function extentOfCircle(centre: MeasuredPoint, radius: number): Extent {
  const angle = radius / EARTH_RADIUS;
  // Where the circle touches a meridian it meets it at a right angle: Napier's rule for right spherical triangles.
  const sine = Math.sin(angle) / centre.cosine;
  return { latitude: angle / RADIANS, longitude: sine < 1 ? Math.asin(sine) / RADIANS : 180 };
}
