import { append, numberBuffer } from "../number-buffer.ts";
import type { Place } from "../places/nearest.ts";
import type { Point } from "../posts/post.ts";
import {
  areaOf,
  INWARD_CODES,
  OUTWARD_CODES,
  type PostcodeNumbers,
  parsePostcode,
  readPostcode,
} from "./postcode.ts";
import type { SalePlace } from "./sale.ts";

/** What a table says of a postcode that has no place. Places are numbered from 0. */
export const NO_POSTCODE = -1;
/** Its area is in the table, and it is not. */
export const UNKNOWN = -2;
/** It is listed without a location. */
export const NO_POINT = -3;
/** No station is in reach, or the table does not have its area. */
export const OUTSIDE = -4;

export interface PostcodeTable {
  /** How many postcodes it has. */
  readonly size: number;
  /** How many it has in each area, such as SW. */
  readonly areas: Readonly<Record<string, number>>;
  /** The number of the place of the postcode in `bytes` from `start` up to `end`, or one of the constants above. */
  find(bytes: Uint8Array, start: number, end: number): number;
  place(number: number): SalePlace;
}

export interface PostcodeTableBuilder {
  /** Adds a postcode; a point of null is none. Returns false if the text is no postcode. A repeated one replaces. */
  add(postcode: string, point: Point | null): boolean;
  finish(): PostcodeTable;
}

/** How entries are stored in a row of cells: 0 is "not listed", then these, then places from FIRST_PLACE on. */
const LISTED_WITHOUT_POINT = 1;
const LISTED_OUTSIDE = 2;
const FIRST_PLACE = 3;

/**
 * A table of all postcodes, in which a postcode is found by arithmetic on its bytes. Each outward code has a row of one
 * byte for each inward code that it could have; only rows with a place have four. All 2.7 million postcodes of the
 * United Kingdom take some 40 MB.
 *
 * @param findPlace the stations around a point, or null if there are none.
 */
export function postcodeTable(findPlace: (point: Point) => Place | null): PostcodeTableBuilder {
  /** By outward code: the number of its row, from 1 on. */
  const rowOf = new Uint16Array(OUTWARD_CODES);
  const rows: (Uint8Array | Uint32Array)[] = [new Uint8Array(0)];
  const outwards: number[] = [0];
  const places = placeList();
  return {
    add(postcode, point) {
      const numbers = parsePostcode(postcode);
      if (numbers === null) return false;
      const { outward, inward } = numbers;
      let row = rowOf[outward] ?? 0;
      if (row === 0) {
        row = rows.length;
        rowOf[outward] = row;
        rows.push(new Uint8Array(INWARD_CODES));
        outwards.push(outward);
      }
      const place = point === null ? null : findPlace(point);
      if (place === null || point === null) {
        const cells = rows[row];
        if (cells !== undefined) cells[inward] = point === null ? LISTED_WITHOUT_POINT : LISTED_OUTSIDE;
        return true;
      }
      const cells = wide(rows, row);
      cells[inward] = FIRST_PLACE + places.add(place, point);
      return true;
    },
    finish: () => tableOf(rowOf, rows, outwards, places),
  };
}

/** The row with four bytes for each cell. */
function wide(rows: (Uint8Array | Uint32Array)[], row: number): Uint8Array | Uint32Array {
  const cells = rows[row] ?? new Uint8Array(INWARD_CODES);
  const widened = cells instanceof Uint32Array ? cells : Uint32Array.from(cells);
  rows[row] = widened;
  return widened;
}

function tableOf(
  rowOf: Uint16Array,
  rows: readonly (Uint8Array | Uint32Array)[],
  outwards: readonly number[],
  places: PlaceList,
): PostcodeTable {
  const areas: Record<string, number> = {};
  let size = 0;
  for (const [row, cells] of rows.entries()) {
    let listed = 0;
    for (const cell of cells) if (cell !== 0) listed++;
    if (listed === 0) continue;
    const area = areaOf(outwards[row] ?? 0);
    areas[area] = (areas[area] ?? 0) + listed;
    size += listed;
  }
  const numbers: PostcodeNumbers = { outward: 0, inward: 0 };
  /** By outward code that is not listed: whether its area is. */
  const hasArea = new Map<number, boolean>();
  const isOfKnownArea = (outward: number): boolean => {
    const known = hasArea.get(outward) ?? Object.hasOwn(areas, areaOf(outward));
    hasArea.set(outward, known);
    return known;
  };
  return {
    size,
    areas: Object.fromEntries(Object.entries(areas).sort()),
    find(bytes, start, end) {
      if (!readPostcode(bytes, start, end, numbers)) return NO_POSTCODE;
      const row = rowOf[numbers.outward] ?? 0;
      const cell = rows[row]?.[numbers.inward] ?? 0;
      if (cell >= FIRST_PLACE) return cell - FIRST_PLACE;
      if (cell === LISTED_OUTSIDE) return OUTSIDE;
      if (cell === LISTED_WITHOUT_POINT) return NO_POINT;
      return row !== 0 || isOfKnownArea(numbers.outward) ? UNKNOWN : OUTSIDE;
    },
    place: (number) => places.at(number),
  };
}

/** Places by their numbers, from 0 on. */
interface PlaceList {
  /** Returns the number of the new place. */
  add(place: Place, point: Point): number;
  at(number: number): SalePlace;
}

/**
 * Places in 24 bytes each: 190,000 of ONSPD's postcodes are near London's stations, and as objects they would let the heap
 * grow by 130 MB. Most have the same stations as others, in the same order.
 */
function placeList(): PlaceList {
  const stations: Pick<Place, "station" | "others">[] = [];
  const numberOfStations = new Map<string, number>();
  const metres = numberBuffer();
  const stationsOf = numberBuffer();
  /** Latitude and longitude of each. */
  let degrees = new Float64Array(2 ** 11);
  return {
    add({ station, others, metres: distance }, { latitude, longitude }) {
      const number = metres.length;
      const key = [station, ...others].join("\n");
      let known = numberOfStations.get(key);
      if (known === undefined) {
        known = stations.length;
        numberOfStations.set(key, known);
        stations.push({ station, others });
      }
      append(metres, distance);
      append(stationsOf, known);
      if (2 * number === degrees.length) {
        const more = new Float64Array(2 * degrees.length);
        more.set(degrees);
        degrees = more;
      }
      degrees[2 * number] = latitude;
      degrees[2 * number + 1] = longitude;
      return number;
    },
    at(number) {
      const near = stations[stationsOf.numbers[number] ?? -1];
      if (near === undefined || number >= metres.length)
        throw new RangeError(`The table has no place ${number}.`);
      const [latitude = 0, longitude = 0] = degrees.subarray(2 * number, 2 * number + 2);
      return { ...near, metres: metres.numbers[number] ?? 0, latitude, longitude };
    },
  };
}
