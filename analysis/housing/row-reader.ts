import { HASH_SEED, hashUnit } from "../open-addressing.ts";
import { type CsvRow, csvRow } from "./csv-row.ts";
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
import { ascii, letter, postcodeText, recordText, type SharedNames, textsOf } from "./text-fields.ts";
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

/**
 * Judges the rows of a file one after the other, counts what becomes of them, and tells of those that are stored or
 * rejected.
 */
export function rowReader({ postcodes, today, onSale, onRejected }: ScannerOptions) {
  const row = csvRow(COLUMNS);
  const judged = judgedRow();
  const ids = saleIds();
  const names: SharedNames = new Map();
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
    const fields =
      isStored && exclusion === null && status !== D ? textsOf(bytes, row, start, end, names) : null;
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
      postcode: postcodeText(key(POSTCODE)),
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

/** A hash of the row without its end: it can end with LF, with CRLF, or with the file. */
function hashOfRow(bytes: Uint8Array, start: number, end: number): number {
  let last = end;
  while (last > start && (bytes[last - 1] === 0x0a || bytes[last - 1] === 0x0d)) last--;
  let hash = HASH_SEED;
  let index = start;
  for (; index + 3 < last; index += 4) {
    const word =
      (bytes[index] as number) |
      ((bytes[index + 1] as number) << 8) |
      ((bytes[index + 2] as number) << 16) |
      ((bytes[index + 3] as number) << 24);
    hash = hashUnit(hash, word);
    // Upper bits come down as well, so that changes of the last bytes of two words do not cancel each other.
    hash ^= hash >>> 15;
  }
  for (; index < last; index++) hash = hashUnit(hash, bytes[index] as number);
  return hash;
}
