import proj4 from "proj4";
import type { Point } from "../../analysis/posts/post.ts";

/**
 * The National Grid of Great Britain (EPSG:27700): transverse Mercator on the Airy ellipsoid of 1830, with the
 * seven-parameter Helmert transformation from OSGB36 to WGS 84 (EPSG:1314).
 * https://epsg.io/27700
 */
const NATIONAL_GRID =
  "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy " +
  "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs";

const converter = proj4(NATIONAL_GRID, "WGS84");

/** A point is at most this many metres from where Ordnance Survey's exact transformation, OSTN15, has it. */
export const GRID_ERROR_METRES = 5;

/**
 * The point in WGS 84 of a position on the National Grid, in metres. One Helmert transformation cannot follow the
 * distortions of the survey of 1936. At Ordnance Survey's 40 test points of OSTN15 the error is below GRID_ERROR_METRES (4.9 m at
 * St Kilda; 1.7 m at London's, in Lambeth), which is far less than the 1 km of a station's circle. OSTN15 itself would
 * need a file of 15 MB.
 * https://www.ordnancesurvey.co.uk/geodesy-positioning/coordinate-transformations/resources
 */
export function fromNationalGrid(eastings: number, northings: number): Point {
  const [longitude = Number.NaN, latitude = Number.NaN] = converter.forward([eastings, northings]);
  return { latitude, longitude };
}
