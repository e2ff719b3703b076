import type { CsvRow } from "./csv-row.ts";
import { formatPostcode, readPostcode } from "./postcode.ts";
import { COUNTY, DATE, DISTRICT, ID, LOCALITY, PAON, POSTCODE, SAON, STREET, TOWN } from "./sale-fields.ts";

/** Makes text of the bytes of a row, for rows that are kept or rejected. */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const decoder = new TextDecoder();
const windows1252 = new TextDecoder("windows-1252");

/** Bytes that Windows-1252 does not define. The decoder would make control characters of them. */
const UNDEFINED = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * The text of a field: UTF-8, or else Windows-1252, which parts of the Price Paid Data are encoded in. Null if it is
 * neither.
 */
function decodeText(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.some((byte) => UNDEFINED.has(byte)) ? null : windows1252.decode(bytes);
  }
}

/** ASCII as text. */
export const ascii = (bytes: Uint8Array, start: number, end: number): string =>
  decoder.decode(bytes.subarray(start, end));

/** A field of one letter that was checked before. A deletion's are not, and nobody reads them. */
export function letter<Letter extends string>(bytes: Uint8Array, start: number): Letter {
  return String.fromCharCode(bytes[start] ?? 0) as Letter;
}

/** The fields that are stored as they are: what is between them is numbers and letters. */
const TEXTS = [ID, DATE, POSTCODE, PAON, SAON, STREET, LOCALITY, TOWN, DISTRICT, COUNTY];

/** Towns, districts and counties: each name is stored once, and not with every row that has it. */
export type SharedNames = Map<string, string>;
/** There are some 3,000; a file with more of them has something else in these columns. */
const MOST_NAMES = 20_000;

/** The texts of a row by their columns, the other columns are empty; undefined if one cannot be decoded. */
export function textsOf(
  bytes: Uint8Array,
  row: CsvRow,
  start: number,
  end: number,
  names: SharedNames,
): string[] | undefined {
  const { starts, ends, hasQuotes } = row;
  const texts: string[] = ["", "", "", "", "", "", "", "", "", "", "", "", "", ""];
  // The text of a row is made at once where that is exact: each byte is a character.
  const whole = isAscii(bytes, start, end) ? ascii(bytes, start, end) : null;
  for (const field of TEXTS) {
    const from = starts[field] ?? 0;
    const to = ends[field] ?? 0;
    const text =
      whole === null ? decodeText(bytes.subarray(from, to)) : whole.slice(from - start, to - start);
    if (text === null) return undefined;
    const unquoted = hasQuotes ? text.replaceAll('""', '"') : text;
    texts[field] = field >= TOWN ? shared(unquoted, names) : unquoted;
  }
  return texts;
}

function shared(name: string, names: SharedNames): string {
  const known = names.get(name);
  if (known === undefined && names.size < MOST_NAMES) names.set(name, name);
  return known ?? name;
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let all = 0;
  for (let index = start; index < end; index++) all |= bytes[index] as number;
  return all < 0x80;
}

const USUAL_POSTCODE = /^[A-Z][A-Z0-9]{1,3} [0-9][A-Z]{2}$/;
const encoder = new TextEncoder();
const SCRATCH = { outward: 0, inward: 0 };

/** The postcode of a text in its usual form, or "" if it is none. */
export function postcodeText(text: string): string {
  if (USUAL_POSTCODE.test(text)) return text;
  const bytes = encoder.encode(text);
  return readPostcode(bytes, 0, bytes.length, SCRATCH) ? formatPostcode(SCRATCH) : "";
}

const LONGEST_RECORD = 10_000;

/** A row as people would read it, without its end. */
export function recordText(bytes: Uint8Array, start: number, end: number): string {
  const part = bytes.subarray(start, Math.min(end, start + LONGEST_RECORD));
  return (decodeText(part) ?? decoder.decode(part)).replace(/[\r\n]+$/, "");
}
