import { HASH_SEED, hashUnit } from "../open-addressing.ts";
import { BROKEN, type CsvRow, csvRow, findNextSale, splitRow, UNFINISHED } from "./csv-row.ts";
import type { PostcodeTable } from "./postcode-table.ts";
import type { Exclusion, PlacedSale, ScannedCounts } from "./sale.ts";
import {
  A,
  C,
  CATEGORY,
  COLUMNS,
  COUNTY,
  D,
  DATE,
  DISTRICT,
  dayText,
  exclusionOf,
  ID,
  judgedRow,
  judgeRow,
  LOCALITY,
  NEW,
  PAON,
  POSTCODE,
  PRICE,
  priceOf,
  SAON,
  STATUS,
  STREET,
  TENURE,
  TOWN,
  TYPE,
  Y,
} from "./sale-fields.ts";
import { saleIds } from "./sale-ids.ts";
import { ascii, letter, postcodeText, recordText, textsOf } from "./text-fields.ts";
import { NOT_USUAL, readUsualRow } from "./usual-row.ts";

export interface ScannerOptions {
  readonly postcodes: PostcodeTable;
  /** The last day that a deed can have, `YYYY-MM-DD`. */
  readonly today: string;
  /** Sales that are placed, and those with the status C or D that are not. */
  onSale(sale: PlacedSale): void;
  /** Rows that cannot be used. `record` is the row as text. */
  onRejected(row: { readonly line: number; readonly reason: string; readonly record: string }): void;
}

export interface SalesScanner {
  /** Reads the next bytes of the file, which can be cut anywhere. */
  write(chunk: Uint8Array): void;
  /** Reads what is left, and tells what became of all rows. */
  end(): ScannedCounts;
}

/** No row of the data is as long; one that is has lost a quote. */
const LONGEST_ROW = 64 * 1024;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Reads a file of the Price Paid Data as bytes, and finds the place of each sale. It works on bytes: text is made only of
 * rows that are kept or rejected. After a row whose quotes do not fit it goes on at the next line that begins with `"{`.
 * Pure and synchronous. docs/prices.md says what is excluded and what is rejected.
 */
export function salesScanner(options: ScannerOptions): SalesScanner {
  const reader = rowReader(options);
  let pending: Uint8Array = new Uint8Array(0);
  let line = 1;
  let isFirst = true;

  function read(bytes: Uint8Array, isLast: boolean): void {
    const end = bytes.length;
    let position = 0;
    if (isFirst && (end >= 3 || isLast)) {
      isFirst = false;
      if (BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)) position = 3;
    }
    while (position < end && !isFirst) {
      const after = reader.takeUsual(bytes, position, end, line);
      if (after !== NOT_USUAL) {
        position = after;
        line++;
        continue;
      }
      const blank = blankLine(bytes, position, end, isLast);
      if (blank > 0) {
        position += blank;
        line++;
        continue;
      }
      const next = blank === UNFINISHED ? UNFINISHED : splitRow(bytes, position, end, isLast, reader.row);
      if (next >= 0) {
        reader.take(bytes, position, next, line);
        line += 1 + reader.row.lineFeeds;
        position = next;
        continue;
      }
      if (next === UNFINISHED && end - position <= LONGEST_ROW && !isLast) break;
      const resumed = findNextSale(bytes, position, end);
      // The beginning of the next sale can be cut, so the last bytes wait for more.
      if (resumed === -1 && !isLast && end - position <= LONGEST_ROW) break;
      const stop = resumed === -1 ? (isLast ? end : end - 2) : resumed;
      reader.reject(
        bytes,
        position,
        stop,
        line,
        next === BROKEN || isLast ? "its quotes do not fit" : "it is longer than 64 KB",
      );
      line += countLineFeeds(bytes, position, stop);
      position = stop;
    }
    pending = bytes.slice(position);
  }

  return {
    write(chunk) {
      read(pending.length === 0 ? chunk : join(pending, chunk), false);
    },
    end() {
      read(pending, true);
      return reader.counts();
    },
  };
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}

/** The length of an empty line at the position with its end, 0 if there is none, or UNFINISHED. */
function blankLine(bytes: Uint8Array, position: number, end: number, isLast: boolean): number {
  if (bytes[position] === 0x0a) return 1;
  if (bytes[position] !== 0x0d) return 0;
  if (position + 1 >= end) return isLast ? 1 : UNFINISHED;
  return bytes[position + 1] === 0x0a ? 2 : 0;
}

function countLineFeeds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let index = start; index < end; index++) if (bytes[index] === 0x0a) count++;
  return count;
}

/** Judges rows that were split, one after the other. */
function rowReader({ postcodes, today, onSale, onRejected }: ScannerOptions) {
  const row = csvRow(COLUMNS);
  const judged = judgedRow();
  const ids = saleIds();
  const lastDay = Number(today.replaceAll("-", ""));
  const excluded: Record<Exclusion, number> = {
    repeated: 0,
    category: 0,
    type: 0,
    noPostcode: 0,
    unknownPostcode: 0,
    noPoint: 0,
    outside: 0,
  };
  let read = 0;
  let kept = 0;
  let replaced = 0;
  let deleted = 0;
  let rejected = 0;
  let latestDay = 0;

  function reject(bytes: Uint8Array, start: number, end: number, line: number, reason: string): void {
    read++;
    rejected++;
    onRejected({ line, reason, record: recordText(bytes, start, end) });
  }

  /** Takes the row that begins at `start` if it is as most are. Returns where the next one begins, or NOT_USUAL. */
  function takeUsual(bytes: Uint8Array, start: number, end: number, line: number): number {
    const next = readUsualRow(bytes, start, end, row, postcodes, lastDay, judged);
    if (next !== NOT_USUAL) count(bytes, start, next, line);
    return next;
  }

  /** Takes the row that was split. */
  function take(bytes: Uint8Array, start: number, end: number, line: number): void {
    const fault = judgeRow(bytes, row, postcodes, lastDay, judged);
    if (fault === null) count(bytes, start, end, line);
    else reject(bytes, start, end, line, fault);
  }

  /** Counts the row that was judged, and tells of it if it is stored. */
  function count(bytes: Uint8Array, start: number, end: number, line: number): void {
    const { id, status, day, place } = judged;
    const exclusion = status === D ? null : exclusionOf(bytes, row, place);
    // An excluded addition is the first that is said of its sale, so nothing is there that it could end.
    const isStored = exclusion === null || status !== A;
    const fields = isStored && exclusion === null && status !== D ? textsOf(bytes, row, start, end) : null;
    if (fields === undefined) {
      reject(bytes, start, end, line, "its text is neither UTF-8 nor Windows-1252");
      return;
    }
    if (isStored) {
      const earlier = ids.add(id, hashOfRow(bytes, start, end), line);
      if (earlier !== 0 && !ids.sameContents()) {
        reject(bytes, start, end, line, `its id is on line ${earlier} with other contents`);
        return;
      }
      if (earlier !== 0) {
        read++;
        excluded.repeated++;
        return;
      }
    }
    read++;
    if (day > latestDay) latestDay = day;
    if (status === D) deleted++;
    else if (exclusion !== null) excluded[exclusion]++;
    else if (status === C) replaced++;
    else kept++;
    if (isStored) onSale(saleOf(bytes, row, line, place, fields));
  }

  /** @param number of the place; negative if the row has none. */
  function saleOf(
    bytes: Uint8Array,
    { starts, ends }: CsvRow,
    line: number,
    number: number,
    fields: readonly string[] | null,
  ): PlacedSale {
    const text = (field: number): string => fields?.[field] ?? "";
    const key = (field: number): string =>
      fields?.[field] ?? ascii(bytes, starts[field] ?? 0, ends[field] ?? 0);
    return {
      id: key(ID).slice(1, -1).toLowerCase(),
      line,
      status: letter(bytes, starts[STATUS] ?? 0),
      price: priceOf(bytes, starts[PRICE] ?? 0, ends[PRICE] ?? 0),
      date: key(DATE).slice(0, 10),
      postcode: postcodeText(bytes, starts[POSTCODE] ?? 0, ends[POSTCODE] ?? 0),
      type: letter(bytes, starts[TYPE] ?? 0),
      isNew: bytes[starts[NEW] ?? 0] === Y,
      tenure: letter(bytes, starts[TENURE] ?? 0),
      paon: text(PAON),
      saon: text(SAON),
      street: text(STREET),
      locality: text(LOCALITY),
      town: text(TOWN),
      district: text(DISTRICT),
      county: text(COUNTY),
      category: letter(bytes, starts[CATEGORY] ?? 0),
      place: fields === null ? null : postcodes.place(number),
    };
  }

  return {
    row,
    takeUsual,
    take,
    reject,
    counts: (): ScannedCounts => ({
      read,
      kept,
      replaced,
      deleted,
      excluded,
      rejected,
      latestDate: latestDay === 0 ? null : dayText(latestDay),
    }),
  };
}

function hashOfRow(bytes: Uint8Array, start: number, end: number): number {
  let last = end;
  // The same row can end with LF, with CRLF, or with the file.
  while (last > start && (bytes[last - 1] === 0x0a || bytes[last - 1] === 0x0d)) last--;
  let hash = HASH_SEED;
  for (let index = start; index < last; index++) hash = hashUnit(hash, bytes[index] ?? 0);
  return hash;
}
