import type { Point } from "../posts/post.ts";

/** The earth's mean radius R1 in metres (Moritz, Geodetic Reference System 1980, Journal of Geodesy 74, 2000). */
const EARTH_RADIUS = 6_371_008.8;

const RADIANS = Math.PI / 180;

/** A point with the cosine of its latitude, which every distance from it needs. */
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
  return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(Math.min(1, h)));
}

function haversine(degrees: number): number {
  const sine = Math.sin((degrees * RADIANS) / 2);
  return sine * sine;
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
