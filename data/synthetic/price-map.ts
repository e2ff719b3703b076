import type { Point } from "../../analysis/posts/post.ts";
import { offset } from "./places.ts";

/** What a home costs at a place, and what homes there are. All of it is invented. */
export interface LocalMarket {
  /** The typical price in pounds of each type of home at the end of the sample. */
  readonly typical: Readonly<Record<HomeType, number>>;
  /** How many of 1 home are of each type. */
  readonly shares: Readonly<Record<HomeType, number>>;
  /** By which share prices rise in a year. It is below 0 where they fall. */
  readonly growth: number;
  /** How many of 1 sale are of a new building. */
  readonly newBuilds: number;
}

/** Flat, terraced, semi-detached, detached: the letters of the Price Paid Data. */
export type HomeType = "F" | "T" | "S" | "D";

/** Charing Cross, where distances from London are measured. */
const CENTRE: Point = { latitude: 51.5074, longitude: -0.1278 };

/** The typical price of a flat, in pounds: far from the centre, and how much more in the centre. */
const FLAT = { outside: 305_000, centre: 545_000 } as const;

/** Places where homes cost more (or less) than their distance from the centre tells. */
interface Hill extends Point {
  /** The share that is added at its top. */
  readonly height: number;
  /** The distance in kilometres at which a quarter of it is left. */
  readonly reach: number;
}

const HILLS: readonly Hill[] = [
  { latitude: 51.497, longitude: -0.175, height: 0.8, reach: 2.8 },
  { latitude: 51.558, longitude: -0.172, height: 0.42, reach: 2.6 },
  { latitude: 51.45, longitude: -0.26, height: 0.42, reach: 4.5 },
  { latitude: 51.505, longitude: -0.018, height: 0.2, reach: 1.4 },
  { latitude: 51.65, longitude: 0.06, height: 0.15, reach: 5 },
  { latitude: 51.665, longitude: -0.56, height: 0.2, reach: 7 },
  { latitude: 51.53, longitude: 0.11, height: -0.24, reach: 8 },
  { latitude: 51.49, longitude: -0.42, height: -0.12, reach: 5 },
];

/** The part of London where most is built. */
const BUILDING_SITES: readonly Hill[] = [
  { latitude: 51.508, longitude: 0.01, height: 0.25, reach: 3.5 },
  { latitude: 51.482, longitude: -0.135, height: 0.2, reach: 1.2 },
  { latitude: 51.558, longitude: -0.28, height: 0.2, reach: 1.2 },
];

/**
 * The homes at a point. Prices fall with the distance from the centre, are high in the west and lower in the
 * east; flats dominate the centre, houses the edge; prices fall a little in the centre and rise further out,
 * most in the east.
 */
export function marketAt(point: Point): LocalMarket {
  const distance = kilometres(CENTRE, point);
  const [metresEast] = offset(CENTRE, point);
  const near = bell(distance, 5.5);
  const flat = (FLAT.outside + FLAT.centre * bell(distance, 5)) * rise(HILLS, point);
  const flats = 0.3 + 0.62 * bell(distance, 8);
  const detached = Math.min(0.26, distance / 80);
  const semi = Math.min(0.45, distance / 32);
  return {
    typical: {
      F: flat,
      T: flat * (1.5 + 0.7 * near),
      S: flat * (1.75 + 0.8 * near),
      D: flat * (2.5 + near),
    },
    shares: {
      F: flats,
      T: (1 - flats) * (1 - semi - detached),
      S: (1 - flats) * semi,
      D: (1 - flats) * detached,
    },
    growth: 0.028 - 0.05 * near + 0.012 * Math.max(-1, Math.min(1, metresEast / 12_000)),
    newBuilds: 0.05 * rise(BUILDING_SITES, point) + (rise(BUILDING_SITES, point) - 1),
  };
}

const rise = (hills: readonly Hill[], point: Point): number =>
  hills.reduce((factor, hill) => factor * (1 + hill.height * bell(kilometres(hill, point), hill.reach)), 1);

/** 1 at a distance of 0, a quarter at `reach`, near 0 far away. Like exp, but every JavaScript engine gives the same. */
function bell(distance: number, reach: number): number {
  const ratio = distance / reach;
  const base = 1 + ratio * ratio;
  return 1 / (base * base);
}

function kilometres(from: Point, to: Point): number {
  const [east, north] = offset(from, to);
  return Math.sqrt(east * east + north * north) / 1000;
}
