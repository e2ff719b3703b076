import { recordBytes } from "./record-bytes.ts";
import type { Format, Position, ScannedRecord, Scanner } from "./scanner.ts";

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A list that ends with the file has lost its end: one record more, which is not JSON and so is rejected. */
const UNFINISHED = Buffer.from("(the file ends before its list does)");

/**
 * Every JSON value is a record: the elements of a list, and what stands outside a list. Only the nesting and
 * the strings are followed, byte by byte, so that a document of any size passes through; whether a record is
 * JSON is the parser's business. A string ends at the latest with its line, which JSON demands, so that a
 * lost quotation mark spoils one record and not the rest of the file.
 */
export function valueScanner(start: Position, bytesInRecord: number): Scanner {
  const bytes = recordBytes(bytesInRecord);
  let format: Format = start.format;
  let { offset, line } = start;
  let firstLine = line;
  let isInside = false;
  let isInString = false;
  let isEscaped = false;
  let depth = 0;

  /** Takes a byte between two records; true where it begins one. */
  function begins(byte: number): boolean {
    if (byte === OPEN_LIST && format === "values") format = "list";
    else if (byte === CLOSE_LIST && format === "list") format = "values";
    else return byte > 0x20 && byte !== COMMA && byte !== SEMICOLON;
    return false;
  }

  /** Takes a byte of a record; true where the record ends after it. */
  function ends(byte: number): boolean {
    if (isInString) {
      if (isEscaped) isEscaped = false;
      else if (byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE) isInString = false;
      return false;
    }
    if (byte === QUOTE) isInString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth = Math.max(depth - 1, 0);
      return depth === 0;
    }
    return false;
  }

  /** Whether a record that is neither an object nor a list ends before this byte. */
  const endsBefore = (byte: number): boolean =>
    depth === 0 && !isInString && (byte === COMMA || byte === LINE_FEED || byte === CLOSE_LIST);

  function finish(end: number): ScannedRecord {
    isInside = false;
    isInString = false;
    isEscaped = false;
    depth = 0;
    return { bytes: bytes.take(), line: firstLine, next: { offset: end, line, format } };
  }

  return {
    push(chunk) {
      const records: ScannedRecord[] = [];
      let from = 0;
      for (let index = 0; index < chunk.length; index++) {
        const byte = chunk[index] ?? 0;
        if (byte === LINE_FEED) {
          isInString = false;
          isEscaped = false;
        }
        if (isInside && endsBefore(byte)) {
          bytes.add(chunk.subarray(from, index));
          records.push(finish(offset + index));
        }
        if (byte === LINE_FEED) line += 1;
        if (!isInside && begins(byte)) {
          isInside = true;
          firstLine = line;
          from = index;
        }
        if (isInside && ends(byte)) {
          bytes.add(chunk.subarray(from, index + 1));
          records.push(finish(offset + index + 1));
        }
      }
      if (isInside) bytes.add(chunk.subarray(from));
      offset += chunk.length;
      return records;
    },
    end() {
      const isUnfinished = format === "list";
      format = "values";
      if (isInside) return [finish(offset)];
      return isUnfinished ? [{ bytes: UNFINISHED, line, next: { offset, line, format } }] : [];
    },
  };
}
