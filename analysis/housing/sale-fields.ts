import type { CsvRow } from "./csv-row.ts";
import { NO_POINT, NO_POSTCODE, OUTSIDE, type PostcodeTable, UNKNOWN } from "./postcode-table.ts";
import type { Exclusion } from "./sale.ts";

/** Reads the fields of a row of the Price Paid Data from its bytes, and judges them. */

/** The columns of the Price Paid Data: https://www.gov.uk/guidance/about-the-price-paid-data#explanations-of-column-headers-in-the-ppd */
export const COLUMNS = 16;
export const [
  ID,
  PRICE,
  DATE,
  POSTCODE,
  TYPE,
  NEW,
  TENURE,
  PAON,
  SAON,
  STREET,
  LOCALITY,
  TOWN,
  DISTRICT,
  COUNTY,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const;
export const CATEGORY = 14;
export const STATUS = 15;

/** The first day of the data. */
export const FIRST_DAY = 1995_01_01;
export const MOST_POUNDS = 2_000_000_000;

/** Letters, as bytes. */
export const [A, B, C, D, F, L, N, O, S, T, U, Y] = [
  0x41, 0x42, 0x43, 0x44, 0x46, 0x4c, 0x4e, 0x4f, 0x53, 0x54, 0x55, 0x59,
] as const;

/** The byte of a field that has one, or 0. */
export function byteOf(bytes: Uint8Array, { starts, ends }: CsvRow, field: number): number {
  const start = starts[field] ?? 0;
  return (ends[field] ?? 0) - start === 1 ? (bytes[start] ?? 0) : 0;
}

/** A row that was judged. The object is reused. */
export interface JudgedRow {
  /** The 128 bits of its id. */
  readonly id: Uint32Array;
  /** A, C or D. */
  status: number;
  /** As the number 20261231. */
  day: number;
  /** The number of its place, or why it has none; NO_POSTCODE for a deletion. */
  place: number;
}

export const judgedRow = (): JudgedRow => ({ id: new Uint32Array(4), status: 0, day: 0, place: NO_POSTCODE });

/**
 * Judges a row that was split. Returns why it cannot be used, or null. Of a deletion only the id and the day matter.
 *
 * @param lastDay the last day that a deed can have, as a number.
 */
export function judgeRow(
  bytes: Uint8Array,
  row: CsvRow,
  postcodes: PostcodeTable,
  lastDay: number,
  judged: JudgedRow,
): string | null {
  if (row.fields !== COLUMNS) return `it has ${row.fields} columns instead of ${COLUMNS}`;
  const { starts, ends } = row;
  if (!readGuid(bytes, starts[ID] ?? 0, ends[ID] ?? 0, judged.id)) return "its id is not a {GUID}";
  const status = byteOf(bytes, row, STATUS);
  if (status !== A && status !== C && status !== D) return "its status is not A, C or D";
  const day = dayOf(bytes, starts[DATE] ?? 0, ends[DATE] ?? 0);
  if (day === 0) return "its date is not a day as YYYY-MM-DD 00:00";
  if (day < FIRST_DAY) return "its date is before 1995";
  if (day > lastDay) return "its date is in the future";
  judged.status = status;
  judged.day = day;
  judged.place = NO_POSTCODE;
  if (status === D) return null;
  const price = priceOf(bytes, starts[PRICE] ?? 0, ends[PRICE] ?? 0);
  if (price < 0) return "its price is not a whole number of pounds";
  if (price < 2) return "its price is £0 or £1";
  const type = byteOf(bytes, row, TYPE);
  if (type !== D && type !== S && type !== T && type !== F && type !== O)
    return "its property type is not D, S, T, F or O";
  const isNew = byteOf(bytes, row, NEW);
  if (isNew !== Y && isNew !== N) return "new or old is not Y or N";
  const tenure = byteOf(bytes, row, TENURE);
  if (tenure !== F && tenure !== L && tenure !== U) return "its tenure is not F, L or U";
  const category = byteOf(bytes, row, CATEGORY);
  if (category !== A && category !== B) return "its category is not A or B";
  const start = starts[POSTCODE] ?? 0;
  const end = ends[POSTCODE] ?? 0;
  if (end > start) judged.place = postcodes.find(bytes, start, end);
  return end > start && judged.place === NO_POSTCODE ? "its postcode is not a postcode" : null;
}

const REASONS: ReadonlyMap<number, Exclusion> = new Map<number, Exclusion>([
  [NO_POSTCODE, "noPostcode"],
  [UNKNOWN, "unknownPostcode"],
  [NO_POINT, "noPoint"],
  [OUTSIDE, "outside"],
]);

/** Why a row that can be used is not counted, or null. */
export function exclusionOf(bytes: Uint8Array, row: CsvRow, place: number): Exclusion | null {
  if (byteOf(bytes, row, CATEGORY) !== A) return "category";
  if (byteOf(bytes, row, TYPE) === O) return "type";
  return place >= 0 ? null : (REASONS.get(place) ?? "outside");
}

/** The value of a hexadecimal digit, or -1. */
const HEXADECIMAL = Int32Array.from({ length: 256 }, (_, byte) => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(digit) ? -1 : digit;
});
const GUID_LENGTH = 38;
const HYPHEN = 0x2d;

/** Puts the 128 bits of the GUID in braces between `start` and `end` into `id`. Returns false if there is none. */
export function readGuid(bytes: Uint8Array, start: number, end: number, id: Uint32Array): boolean {
  if (end - start !== GUID_LENGTH || bytes[start] !== 0x7b || bytes[end - 1] !== 0x7d) return false;
  if (bytes[start + 9] !== HYPHEN || bytes[start + 14] !== HYPHEN) return false;
  if (bytes[start + 19] !== HYPHEN || bytes[start + 24] !== HYPHEN) return false;
  const a = fourDigits(bytes, start + 1);
  const b = fourDigits(bytes, start + 5);
  const c = fourDigits(bytes, start + 10);
  const d = fourDigits(bytes, start + 15);
  const e = fourDigits(bytes, start + 20);
  const f = fourDigits(bytes, start + 25);
  const g = fourDigits(bytes, start + 29);
  const h = fourDigits(bytes, start + 33);
  id[0] = (a << 16) | b;
  id[1] = (c << 16) | d;
  id[2] = (e << 16) | f;
  id[3] = (g << 16) | h;
  return (a | b | c | d | e | f | g | h) >= 0;
}

/** Four hexadecimal digits as a number, negative if one of the bytes is none. */
function fourDigits(bytes: Uint8Array, at: number): number {
  const first = HEXADECIMAL[bytes[at] as number] as number;
  const second = HEXADECIMAL[bytes[at + 1] as number] as number;
  const third = HEXADECIMAL[bytes[at + 2] as number] as number;
  const fourth = HEXADECIMAL[bytes[at + 3] as number] as number;
  // A shifted -1 is negative, and so is what it is combined with.
  return (first << 12) | (second << 8) | (third << 4) | fourth;
}

/** Whole pounds, or -1. */
export function priceOf(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 10) return -1;
  let price = 0;
  for (let index = start; index < end; index++) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    price = price * 10 + digit;
  }
  return price > MOST_POUNDS ? -1 : price;
}

const MIDNIGHT = [..." 00:00"].map((character) => character.charCodeAt(0));

/** The day of `YYYY-MM-DD 00:00`, or of `YYYY-MM-DD`, as the number 20261231; 0 if it is none. */
export function dayOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length !== 16 && length !== 10) return 0;
  if (bytes[start + 4] !== HYPHEN || bytes[start + 7] !== HYPHEN) return 0;
  if (length === 16)
    for (let index = 0; index < 6; index++) if (bytes[start + 10 + index] !== MIDNIGHT[index]) return 0;
  const year = 100 * twoDigits(bytes, start) + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return 0;
  return (year * 100 + month) * 100 + day;
}

/** A number of two digits; if one of the bytes is none, a number so small that no sum with it is positive. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 0x30;
  const ones = (bytes[at + 1] as number) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -100_000;
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const dayText = (day: number): string => String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
