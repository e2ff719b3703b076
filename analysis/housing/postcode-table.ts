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

/** What the table holds of a postcode: 0 is "not listed". */
const LISTED_WITHOUT_POINT = 1;
const LISTED_OUTSIDE = 2;
const PLACED = 3;

/**
 * A table of all postcodes, in which a postcode is found by arithmetic on its bytes. Each outward code has a row with a byte
 * for each inward code that it could have, and, if a postcode of it has a place, another row with the places' numbers. All
 * 2.7 million postcodes of the United Kingdom take some 40 MB.
 *
 * @param findPlace the stations around a point, or null if there are none.
 */
export function postcodeTable(findPlace: (point: Point) => Place | null): PostcodeTableBuilder {
  const rows = rowList();
  const places = placeList();
  return {
    add(postcode, point) {
      const numbers = parsePostcode(postcode);
      if (numbers === null) return false;
      const row = rows.of(numbers.outward);
      const place = point === null ? null : findPlace(point);
      if (point === null || place === null)
        rows.set(row, numbers.inward, point === null ? LISTED_WITHOUT_POINT : LISTED_OUTSIDE);
      else rows.place(row, numbers.inward, places.add(place, point));
      return true;
    },
    finish: () => tableOf(rows, places),
  };
}

/** The rows of outward codes, in one array that grows: so a postcode is looked up in one step. */
interface RowList {
  /** By outward code: the number of its row, or 0. */
  readonly numbers: Uint16Array;
  /** The row of an outward code, which it gets if it has none. */
  of(outward: number): number;
  set(row: number, inward: number, what: number): void;
  place(row: number, inward: number, place: number): void;
  /** The outward code and the bytes of each row. */
  all(): Iterable<readonly [number, Uint8Array]>;
  finish(): { readonly cells: Uint8Array; readonly places: readonly (Uint32Array | undefined)[] };
}

function rowList(): RowList {
  const numbers = new Uint16Array(OUTWARD_CODES);
  const outwards = [0];
  const places: (Uint32Array | undefined)[] = [undefined];
  let cells = new Uint8Array(64 * INWARD_CODES);
  return {
    numbers,
    of(outward) {
      const known = numbers[outward] ?? 0;
      if (known !== 0) return known;
      const row = outwards.push(outward) - 1;
      numbers[outward] = row;
      if ((row + 1) * INWARD_CODES > cells.length) {
        const more = new Uint8Array(2 * cells.length);
        more.set(cells);
        cells = more;
      }
      return row;
    },
    set(row, inward, what) {
      cells[row * INWARD_CODES + inward] = what;
    },
    place(row, inward, place) {
      cells[row * INWARD_CODES + inward] = PLACED;
      const own = places[row] ?? new Uint32Array(INWARD_CODES);
      own[inward] = place;
      places[row] = own;
    },
    *all() {
      for (const [row, outward] of outwards.entries())
        if (row > 0) yield [outward, cells.subarray(row * INWARD_CODES, (row + 1) * INWARD_CODES)];
    },
    finish: () => ({ cells, places }),
  };
}

function tableOf(rows: RowList, places: PlaceList): PostcodeTable {
  const areas: Record<string, number> = {};
  let size = 0;
  for (const [outward, cells] of rows.all()) {
    let listed = 0;
    for (const cell of cells) if (cell !== 0) listed++;
    const area = areaOf(outward);
    areas[area] = (areas[area] ?? 0) + listed;
    size += listed;
  }
  const { cells, places: placesOf } = rows.finish();
  const rowNumbers = rows.numbers;
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
      const row = rowNumbers[numbers.outward] as number;
      if (row === 0) return isOfKnownArea(numbers.outward) ? UNKNOWN : OUTSIDE;
      const cell = cells[row * INWARD_CODES + numbers.inward] as number;
      if (cell === LISTED_OUTSIDE) return OUTSIDE;
      if (cell === PLACED) return placesOf[row]?.[numbers.inward] ?? OUTSIDE;
      return cell === LISTED_WITHOUT_POINT ? NO_POINT : UNKNOWN;
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
      return {
        station: near.station,
        metres: metres.numbers[number] ?? 0,
        others: near.others,
        latitude: degrees[2 * number] ?? 0,
        longitude: degrees[2 * number + 1] ?? 0,
      };
    },
  };
}
