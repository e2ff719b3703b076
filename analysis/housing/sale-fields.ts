import type { CsvRow } from "./csv-row.ts";
import { readPostcode } from "./postcode.ts";
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
const FIRST_DAY = 1995_01_01;
const MOST_POUNDS = 2_000_000_000;

/** Letters, as bytes. */
export const [A, B, C, D, F, L, N, O, S, T, U, Y] = [
  0x41, 0x42, 0x43, 0x44, 0x46, 0x4c, 0x4e, 0x4f, 0x53, 0x54, 0x55, 0x59,
] as const;

/** The byte of a field that has one, or 0. */
export function byteOf(bytes: Uint8Array, { starts, ends }: CsvRow, field: number): number {
  const start = starts[field] ?? 0;
  return (ends[field] ?? 0) - start === 1 ? (bytes[start] ?? 0) : 0;
}

/** Why the row cannot be used, or null. The id is put into `id`. Of a deletion only the id and the day matter. */
export function faultOf(bytes: Uint8Array, row: CsvRow, id: Uint32Array, lastDay: number): string | null {
  if (row.fields !== COLUMNS) return `it has ${row.fields} columns instead of ${COLUMNS}`;
  const { starts, ends } = row;
  if (!readGuid(bytes, starts[ID] ?? 0, ends[ID] ?? 0, id)) return "its id is not a {GUID}";
  const status = byteOf(bytes, row, STATUS);
  if (status !== A && status !== C && status !== D) return "its status is not A, C or D";
  const day = dayOf(bytes, starts[DATE] ?? 0, ends[DATE] ?? 0);
  if (day === 0) return "its date is not a day as YYYY-MM-DD 00:00";
  if (day < FIRST_DAY) return "its date is before 1995";
  if (day > lastDay) return "its date is in the future";
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
  return end > start && !readPostcode(bytes, start, end, SCRATCH) ? "its postcode is not a postcode" : null;
}

const SCRATCH = { outward: 0, inward: 0 };

/** The number of the sale's place, or why it has none. */
export const placeNumber = (bytes: Uint8Array, { starts, ends }: CsvRow, postcodes: PostcodeTable): number =>
  postcodes.find(bytes, starts[POSTCODE] ?? 0, ends[POSTCODE] ?? 0);

const REASONS: ReadonlyMap<number, Exclusion> = new Map<number, Exclusion>([
  [NO_POSTCODE, "noPostcode"],
  [UNKNOWN, "unknownPostcode"],
  [NO_POINT, "noPoint"],
  [OUTSIDE, "outside"],
]);

export function exclusionOf(bytes: Uint8Array, row: CsvRow, place: number): Exclusion | null {
  if (byteOf(bytes, row, CATEGORY) !== A) return "category";
  if (byteOf(bytes, row, TYPE) === O) return "type";
  return place >= 0 ? null : (REASONS.get(place) ?? "outside");
}

/** The value of a hexadecimal digit, or 16. */
const HEXADECIMAL = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(digit) ? 16 : digit;
});
const GUID_LENGTH = 38;
const HYPHENS = [9, 14, 19, 24];

function readGuid(bytes: Uint8Array, start: number, end: number, id: Uint32Array): boolean {
  if (end - start !== GUID_LENGTH || bytes[start] !== 0x7b || bytes[end - 1] !== 0x7d) return false;
  for (const hyphen of HYPHENS) if (bytes[start + hyphen] !== 0x2d) return false;
  let digits = 0;
  let number = 0;
  let wrong = 0;
  for (let index = start + 1; index < end - 1; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === 0x2d) continue;
    const digit = HEXADECIMAL[byte] ?? 16;
    wrong |= digit & 16;
    number = (number << 4) | digit;
    if ((++digits & 7) === 0) {
      id[(digits >> 3) - 1] = number;
      number = 0;
    }
  }
  return wrong === 0 && digits === 32;
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
  if (bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d) return 0;
  if (length === 16)
    for (let index = 0; index < 6; index++) if (bytes[start + 10 + index] !== MIDNIGHT[index]) return 0;
  let number = 0;
  for (let index = 0; index < 10; index++) {
    if (index === 4 || index === 7) continue;
    const digit = (bytes[start + index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  const day = number % 100;
  const month = Math.floor(number / 100) % 100;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, Math.floor(number / 10_000))
    ? number
    : 0;
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export const dayText = (day: number): string => String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
