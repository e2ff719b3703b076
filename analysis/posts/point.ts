import type { Point } from "./post.ts";
import { REASONS, type Reason } from "./reasons.ts";

/**
 * The point that `[longitude, latitude]` names, in degrees; or the reason why it names none. The order is
 * GeoJSON's (RFC 7946, 3.1.1).
 */
export function parsePoint(pair: unknown): Point | Reason {
  if (!Array.isArray(pair) || pair.length !== 2) return REASONS.badCoordinates;
  const [longitude, latitude]: unknown[] = pair;
  if (!isFiniteNumber(longitude) || !isFiniteNumber(latitude)) return REASONS.badCoordinates;
  if (longitude < -180 || longitude > 180) return REASONS.badLongitude;
  if (latitude < -90 || latitude > 90) return REASONS.badLatitude;
  // Adding zero turns -0, which JSON can spell and PostgreSQL keeps, into 0.
  return { longitude: longitude + 0, latitude: latitude + 0 };
}

const isFiniteNumber = (value: unknown): value is number => Number.isFinite(value);
