import type { CsvRow } from "./csv-row.ts";
import { NO_POSTCODE, type PostcodeTable } from "./postcode-table.ts";
import {
  A,
  B,
  C,
  CATEGORY,
  COLUMNS,
  COUNTY,
  D,
  DATE,
  dayOf,
  F,
  FIRST_DAY,
  ID,
  type JudgedRow,
  L,
  MOST_POUNDS,
  N,
  NEW,
  O,
  PAON,
  POSTCODE,
  PRICE,
  readGuid,
  S,
  STATUS,
  T,
  TENURE,
  TYPE,
  U,
  Y,
} from "./sale-fields.ts";

/**
 * Reads rows as the Land Registry writes them, in one pass that finds the fields and checks them. This is twice as fast
 * as `splitRow` and `judgeRow`, which read all other rows: rows that have a fault, a doubled quote or no quotes, that are
 * written over two lines, that go on in the next chunk, and deletions.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export const NOT_USUAL = -1;

/** The row up to its first text with the shortest price and no postcode, and the rest with empty texts, as LF ends it. */
const SHORTEST = 41 + 4 + 19 + 3 + 12 + 7 * 3 + 8;
/** The longest postcode has 8 characters. */
const LONGEST_POSTCODE = 8;

/**
 * Puts the row that begins at `start` into `row` and `judged`, and returns where the next one begins. Returns NOT_USUAL if
 * the row must be read by `splitRow` and `judgeRow`; what is in `row` and `judged` means nothing then.
 */
export function readUsualRow(
  bytes: Uint8Array,
  start: number,
  end: number,
  row: CsvRow,
  postcodes: PostcodeTable,
  lastDay: number,
  judged: JudgedRow,
): number {
  if (end - start < SHORTEST) return NOT_USUAL;
  const { starts, ends } = row;
  if (bytes[start] !== QUOTE || bytes[start + 39] !== QUOTE || bytes[start + 40] !== COMMA) return NOT_USUAL;
  if (!readGuid(bytes, start + 1, start + 39, judged.id)) return NOT_USUAL;
  starts[ID] = start + 1;
  ends[ID] = start + 39;
  let position = start + 41;

  if (bytes[position++] !== QUOTE) return NOT_USUAL;
  starts[PRICE] = position;
  let price = 0;
  for (;;) {
    const digit = (bytes[position] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    price = price * 10 + digit;
    if (++position >= end || price > MOST_POUNDS) return NOT_USUAL;
  }
  ends[PRICE] = position;
  if (price < 2 || end - position < SHORTEST - 44) return NOT_USUAL;
  if (bytes[position] !== QUOTE || bytes[position + 1] !== COMMA || bytes[position + 2] !== QUOTE)
    return NOT_USUAL;

  position += 3;
  starts[DATE] = position;
  ends[DATE] = position + 16;
  const day = dayOf(bytes, position, position + 16);
  if (day < FIRST_DAY || day > lastDay) return NOT_USUAL;
  position += 16;
  if (bytes[position] !== QUOTE || bytes[position + 1] !== COMMA || bytes[position + 2] !== QUOTE)
    return NOT_USUAL;

  position += 3;
  const postcode = position;
  const postcodeLimit = position + LONGEST_POSTCODE;
  while (position < postcodeLimit && position < end && bytes[position] !== QUOTE) position++;
  if (end - position < SHORTEST - 66 || bytes[position] !== QUOTE || bytes[position + 1] !== COMMA)
    return NOT_USUAL;
  starts[POSTCODE] = postcode;
  ends[POSTCODE] = position;
  const place = position === postcode ? NO_POSTCODE : postcodes.find(bytes, postcode, position);
  if (place === NO_POSTCODE && position !== postcode) return NOT_USUAL;

  position += 2;
  const type = letterAt(bytes, position);
  if (type !== D && type !== S && type !== T && type !== F && type !== O) return NOT_USUAL;
  const isNew = letterAt(bytes, position + 4);
  if (isNew !== Y && isNew !== N) return NOT_USUAL;
  const tenure = letterAt(bytes, position + 8);
  if (tenure !== F && tenure !== L && tenure !== U) return NOT_USUAL;
  starts[TYPE] = position + 1;
  ends[TYPE] = position + 2;
  starts[NEW] = position + 5;
  ends[NEW] = position + 6;
  starts[TENURE] = position + 9;
  ends[TENURE] = position + 10;
  position += 12;

  for (let field = PAON; field <= COUNTY; field++) {
    if (position >= end || bytes[position] !== QUOTE) return NOT_USUAL;
    starts[field] = ++position;
    for (;;) {
      if (position >= end) return NOT_USUAL;
      const byte = bytes[position] as number;
      // One comparison is enough for letters and digits, which come after the quote.
      if (byte <= QUOTE && (byte === QUOTE || byte === LINE_FEED)) break;
      position++;
    }
    if (end - position < 2 || bytes[position] !== QUOTE || bytes[position + 1] !== COMMA) return NOT_USUAL;
    ends[field] = position;
    position += 2;
  }

  if (end - position < 8) return NOT_USUAL;
  const category = letterAt(bytes, position);
  if (category !== A && category !== B) return NOT_USUAL;
  const status = bytes[position + 5];
  if (bytes[position + 4] !== QUOTE || bytes[position + 6] !== QUOTE || (status !== A && status !== C))
    return NOT_USUAL;
  starts[CATEGORY] = position + 1;
  ends[CATEGORY] = position + 2;
  starts[STATUS] = position + 5;
  ends[STATUS] = position + 6;
  position += 7;
  if (bytes[position] === CARRIAGE_RETURN) position++;
  if (position >= end || bytes[position] !== LINE_FEED) return NOT_USUAL;

  row.fields = COLUMNS;
  row.hasQuotes = false;
  row.lineFeeds = 0;
  judged.status = status;
  judged.day = day;
  judged.place = place;
  return position + 1;
}

/** The byte of a field of one letter in quotes that a comma follows, or 0. There are four bytes from `position` on. */
function letterAt(bytes: Uint8Array, position: number): number {
  return bytes[position] === QUOTE && bytes[position + 2] === QUOTE && bytes[position + 3] === COMMA
    ? (bytes[position + 1] as number)
    : 0;
}
