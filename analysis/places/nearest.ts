import { compareUtf8 } from "../order.ts";
import type { Point } from "../posts/post.ts";
import { distance, extentOfCircle, type MeasuredPoint, measured } from "./distance.ts";
import type { Station } from "./station.ts";

/** Where a post belongs. */
export interface Place {
  /** The name of the nearest station. */
  readonly station: string;
  /** Its distance in whole metres. */
  readonly metres: number;
  /** The names of the other stations in reach, nearest first. */
  readonly others: string[];
}

/** A post belongs to a station up to this far away, in metres. */
export const REACH = 1000;

/**
 * Returns the function that finds a point's place: the nearest station within REACH by great-circle distance,
 * and the others within REACH, ordered by distance and, where that is equal, by the name's UTF-8 bytes. It
 * returns null if no station is in reach, or if the point is invalid (NaN, infinite, beyond a pole, a
 * longitude beyond 180 degrees).
 */
export function stationFinder(stations: readonly Station[]): (point: Point) => Place | null {
  const byName = stations.toSorted((left, right) => compareUtf8(left.name, right.name));
  const near = circleGrid(
    byName.map((station) => ({ name: station.name, ...measured(station) })),
    REACH,
  );
  const found: Found = { count: 0, metres: new Float64Array(byName.length), stations: [] };
  return (point) => {
    const candidates = near(point);
    if (candidates.length === 0) return null;
    findInReach(found, candidates, measured(point));
    return placeOf(found);
  };
}

interface Named extends MeasuredPoint {
  readonly name: string;
}

/** The first `count` entries are the stations in reach, nearest first. The object is reused for each point. */
interface Found {
  count: number;
  readonly metres: Float64Array;
  readonly stations: Named[];
}

/** `candidates` are sorted by name. */
function findInReach(found: Found, candidates: readonly Named[], from: MeasuredPoint): void {
  found.count = 0;
  for (const candidate of candidates) {
    const metres = distance(from, candidate);
    if (metres <= REACH) insert(found, candidate, metres);
  }
}

/** Inserts after stations at the same distance, whose names sort first. For so few, insertion sort is the fastest. */
function insert(found: Found, station: Named, distanceInMetres: number): void {
  const { metres, stations } = found;
  let index = found.count++;
  for (; index > 0; index--) {
    const before = stations[index - 1];
    const metresBefore = metres[index - 1] ?? 0;
    if (before === undefined || metresBefore <= distanceInMetres) break;
    stations[index] = before;
    metres[index] = metresBefore;
  }
  stations[index] = station;
  metres[index] = distanceInMetres;
}

function placeOf({ count, metres, stations }: Found): Place | null {
  const nearest = stations[0];
  if (count === 0 || nearest === undefined) return null;
  const others = new Array<string>(count - 1);
  for (let index = 1; index < count; index++) others[index - 1] = stations[index]?.name ?? "";
  return { station: nearest.name, metres: Math.round(metres[0] ?? 0), others };
}

/** Rows of cells in a degree of latitude: a cell is some 550 m high and, away from the poles, as wide. */
const ROWS_PER_DEGREE = 200;

/** The circles are taken a little too wide, so that rounding never leaves out a point. */
const MARGIN = 1.001;

/** The cells between two parallels, from west to east, beginning at the date line. */
interface Row<Centre> {
  readonly columns: number;
  /** By column: the centres whose circles may reach into the cell. */
  readonly cells: Map<number, Centre[]>;
}

/**
 * Returns the function that gives the centres whose circle of this radius (in metres) may hold a point: every
 * centre in reach is among them, in the order of `centres`, and few others are. It is a grid of the globe
 * that lists for each cell the circles whose bounding box meets it. Points and centres that are not on the
 * globe (NaN, infinite, a latitude beyond a pole, a longitude beyond 180 degrees) meet nothing.
 */
export function circleGrid<Centre extends MeasuredPoint>(
  centres: readonly Centre[],
  radius: number,
): (point: Point) => readonly Centre[] {
  const rows = new Map<number, Row<Centre>>();
  for (const centre of centres) {
    if (isOnGlobe(centre)) addCircle(rows, centre, radius * MARGIN);
  }
  return (point) => {
    const row = isOnGlobe(point) ? rows.get(rowOf(point.latitude)) : undefined;
    return row?.cells.get(columnOf(point.longitude, row.columns) % row.columns) ?? NONE;
  };
}

const NONE: readonly never[] = [];

const isOnGlobe = ({ latitude, longitude }: Point): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

function addCircle<Centre extends MeasuredPoint>(
  rows: Map<number, Row<Centre>>,
  centre: Centre,
  radius: number,
): void {
  const extent = extentOfCircle(centre, radius);
  const north = rowOf(centre.latitude + extent.latitude);
  for (let number = rowOf(centre.latitude - extent.latitude); number <= north; number++) {
    const row = rows.get(number) ?? { columns: columnsOf(number), cells: new Map() };
    rows.set(number, row);
    const west = columnOf(centre.longitude - extent.longitude, row.columns);
    const east = columnOf(centre.longitude + extent.longitude, row.columns);
    for (let column = west; column <= Math.min(east, west + row.columns - 1); column++) {
      // Columns start again at the date line.
      const cell = (column + row.columns) % row.columns;
      const listed = row.cells.get(cell);
      if (listed === undefined) row.cells.set(cell, [centre]);
      else listed.push(centre);
    }
  }
}

const rowOf = (latitude: number): number => Math.floor((latitude + 90) * ROWS_PER_DEGREE);

const columnOf = (longitude: number, columns: number): number =>
  Math.floor(((longitude + 180) / 360) * columns);

/** How many cells a row has: fewer towards the poles, where the parallels are shorter. */
function columnsOf(row: number): number {
  const latitude = row / ROWS_PER_DEGREE - 90;
  return 1 + Math.floor(360 * ROWS_PER_DEGREE * Math.max(0, Math.cos((latitude * Math.PI) / 180)));
}
