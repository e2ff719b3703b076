import { findNextSale, splitRow, UNFINISHED } from "./csv-row.ts";
import { rowReader, type ScannerOptions } from "./row-reader.ts";
import type { ScannedCounts } from "./sale.ts";
import { NOT_USUAL } from "./usual-row.ts";

export interface SalesScanner {
  /** Reads the next bytes of the file, which can be cut anywhere. */
  write(chunk: Uint8Array): void;
  /** Reads what is left, and tells what became of all rows. */
  end(): ScannedCounts;
}

/** No row of the data is as long; one that is has lost a quote. */
const LONGEST_ROW = 64 * 1024;
/** So much of a chunk is read at once: it stays in the processor's cache. */
const PIECE = 128 * 1024;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Reads a file of the Price Paid Data as bytes, and finds the place of each sale. It works on bytes: text is made only of
 * rows that are kept or rejected. After a row whose quotes do not fit it goes on at the next line that begins with `"{`.
 * Pure and synchronous. docs/prices.md says what is excluded and what is rejected.
 */
export function salesScanner(options: ScannerOptions): SalesScanner {
  const reader = rowReader(options);
  /** What was not read yet, up to `held`: never more than a piece and the longest row before it. */
  const buffer = new Uint8Array(LONGEST_ROW + PIECE);
  let held = 0;
  let line = 1;
  let isFirst = true;
  /** Whether a row that was rejected goes on here. */
  let isSkipping = false;

  /** Reads the bytes up to `end`, and returns where the rest begins. */
  function read(bytes: Uint8Array, end: number, isLast: boolean): number {
    let position = 0;
    if (isFirst) {
      if (end < 3 && !isLast) return 0;
      isFirst = false;
      if (BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)) position = 3;
    }
    while (position < end) {
      if (isSkipping) {
        const stop = skip(bytes, position, end, isLast);
        if (isSkipping) return stop;
        position = stop;
      }
      const usual = reader.takeUsual(bytes, position, end, line);
      if (usual !== NOT_USUAL) {
        position = usual;
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
      if (next >= 0 && next - position <= LONGEST_ROW) {
        reader.take(bytes, position, next, line);
        line += 1 + reader.row.lineFeeds;
        position = next;
        continue;
      }
      const resumed = next === UNFINISHED ? -1 : findNextSale(bytes, position, end);
      const stop = resumed === -1 ? end : resumed;
      const isLong = stop - position > LONGEST_ROW;
      // The row, or what follows a broken one, goes on in the next chunk.
      if (resumed === -1 && !isLast && !isLong) break;
      const reason = isLong ? "it is longer than 64 KB" : "its quotes do not fit";
      reader.reject(bytes, position, stop, line, reason);
      isSkipping = true;
    }
    return position;
  }

  /** Skips the rest of a row that was rejected. Returns where the next one begins, or what must wait for more bytes. */
  function skip(bytes: Uint8Array, position: number, end: number, isLast: boolean): number {
    const resumed = findNextSale(bytes, position, end);
    isSkipping = resumed === -1;
    // The beginning of the next sale can be cut.
    const stop = isSkipping ? (isLast ? end : Math.max(position, end - 2)) : resumed;
    line += countLineFeeds(bytes, position, stop);
    return stop;
  }

  return {
    write(chunk) {
      for (let start = 0; start < chunk.length; start += PIECE) {
        const piece = chunk.subarray(start, start + PIECE);
        buffer.set(piece, held);
        held += piece.length;
        const rest = read(buffer, held, false);
        buffer.copyWithin(0, rest, held);
        held -= rest;
      }
    },
    end() {
      read(buffer, held, true);
      return reader.counts();
    },
  };
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
