import type { Station } from "../../analysis/places/station.ts";
import type { Point } from "../../analysis/posts/post.ts";
import { moved, offset, pointInDisc } from "./places.ts";
import type { Random } from "./random.ts";

/** A made-up postcode. */
export interface SyntheticPostcode {
  /** With one blank, as in `ZX17 4AB`. */
  readonly postcode: string;
  /** The name of the station that it was made for, or null if it is in no station's circle. */
  readonly station: string | null;
  /** Null if it has no grid reference. */
  readonly point: Point | null;
  /** The months of its introduction and termination, as in `199304`; "" if it is in use. */
  readonly introduced: string;
  readonly terminated: string;
}

/** The area of all postcodes of the file. Royal Mail uses no area of this name, yet its form is valid. */
export const AREA = "ZX";

/** An area of which the file lists no postcode, as if it was about another part of the country. */
export const OTHER_AREA = "ZY";

/** Postcodes of each kind: per station, without a grid reference, and in no station's circle. */
export const POSTCODES = { fewest: 7, most: 13, withoutPoint: 12, outside: 30 } as const;

/** The letters of the second half of a postcode: all but C, I, K, M, O and V. */
const LETTERS = "ABDEFGHJLNPQRSTUWXYZ";

/** Postcodes are at most this far from their station, in metres: some metres less than the circle's radius. */
const SCATTER = 980;

/** Sectors of a district: the digits 1 to 9. */
const SECTORS = 9;

/** The postcodes of the sample, in their order. Each station has a sector, as in `ZX17 4`. */
export function makePostcodes(stations: readonly Station[], random: Random): SyntheticPostcode[] {
  const ofStations = stations.flatMap((station, index) => {
    const count = POSTCODES.fewest + random.integer(POSTCODES.most - POSTCODES.fewest + 1);
    return unitsOf(index, count, random).map((postcode) => {
      const [east, north] = pointInDisc(random);
      return {
        postcode,
        station: station.name,
        point: moved(station, east * SCATTER, north * SCATTER),
        ...drawMonths(random),
      };
    });
  });
  const lost = unitsOf(stations.length, POSTCODES.withoutPoint, random).map((postcode) => ({
    postcode,
    station: null,
    point: null,
    ...drawMonths(random),
  }));
  const outside = unitsOf(stations.length + 1, POSTCODES.outside, random).map((postcode) => ({
    postcode,
    station: null,
    point: pointOutside(stations, random),
    ...drawMonths(random),
  }));
  return [...ofStations, ...lost, ...outside];
}

/** The sector with this number, as in `ZX17 4`. */
export const sector = (index: number, area = AREA): string =>
  `${area}${1 + Math.floor(index / SECTORS)} ${1 + (index % SECTORS)}`;

/** So many postcodes of a sector, in their order. */
function unitsOf(index: number, count: number, random: Random): string[] {
  const units = new Set<string>();
  while (units.size < count) units.add(drawUnit(random));
  return [...units].sort().map((unit) => sector(index) + unit);
}

/** The last two letters of a postcode. */
export const drawUnit = (random: Random): string => random.pick([...LETTERS]) + random.pick([...LETTERS]);

/** One in thirty is terminated: before the sample's months or within them. */
function drawMonths(random: Random): Pick<SyntheticPostcode, "introduced" | "terminated"> {
  const introduced = random.chance(0.7) ? "198001" : month(1981 + random.integer(42), random);
  return { introduced, terminated: random.chance(1 / 30) ? month(2024 + random.integer(3), random) : "" };
}

const month = (year: number, random: Random): string =>
  `${year}${String(1 + random.integer(10)).padStart(2, "0")}`;

/** A point up to 3 km from some station and more than 1.1 km from every station. */
function pointOutside(stations: readonly Station[], random: Random): Point {
  const [east, north] = pointInDisc(random);
  const point = moved(random.pick(stations), 3_000 * east, 3_000 * north);
  const isNear = stations.some((station) => {
    const [metresEast, metresNorth] = offset(station, point);
    return metresEast * metresEast + metresNorth * metresNorth < 1_100 ** 2;
  });
  return isNear ? pointOutside(stations, random) : point;
}

const COLUMNS = [
  ..."pcd,pcd2,pcds,dointr,doterm,oslaua,usertype,osgrdind,ctry,rgn,lat,long".split(","),
] as const;

/** The text of `data/synthetic-postcodes.csv.gz`: columns of the ONS Postcode Directory, in its order. */
export function postcodesCsv(postcodes: readonly SyntheticPostcode[]): string {
  return [COLUMNS.join(","), ...postcodes.map(row)].map((line) => `${line}\r\n`).join("");
}

function row({ postcode, point, introduced, terminated }: SyntheticPostcode): string {
  const [outward = "", inward = ""] = postcode.split(" ");
  const quoted = [
    outward.padEnd(4) + inward,
    `${outward.padEnd(4)} ${inward}`,
    postcode,
    introduced,
    terminated,
    // The directory's pseudo code for no local authority.
    "E99999999",
    "0",
    point === null ? "9" : "1",
    "E92000001",
    "E12000007",
  ].map((field) => `"${field}"`);
  const { latitude, longitude } = point ?? { latitude: 99.999999, longitude: 0 };
  return [...quoted, latitude.toFixed(6), longitude.toFixed(6)].join(",");
}
