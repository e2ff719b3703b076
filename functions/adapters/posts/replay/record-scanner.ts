import { isUtf8 } from "node:buffer";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Where reading can go on in a file's content, once unpacked. */
export interface Position {
  /** Bytes before it. */
  readonly offset: number;
  /** The line that it is in, counted from 1. */
  readonly line: number;
  readonly format: Format;
}

/**
 * What is read from a position on: records by the line; JSON values one after another; or the elements of a
 * list that has begun before it.
 */
export type Format = "lines" | "values" | "list";

export interface ScannedRecord {
  /** In UTF-8. */
  readonly bytes: Uint8Array;
  /** The line it begins in. */
  readonly line: number;
  /** Where the next record is looked for. */
  readonly next: Position;
}

/** Finds the records in a content that comes in chunks; blanks between them are none. */
export interface Scanner {
  /** The records that end in this chunk. */
  push(chunk: Buffer): ScannedRecord[];
  /** The record that ends with the content, if there is one. */
  end(): ScannedRecord[];
}

/** Collects the bytes of one record, which may come in several chunks. */
interface RecordBytes {
  add(part: Buffer): void;
  /** The record so far in UTF-8 (bytes that are none become U+FFFD); begins the next one. */
  take(): Uint8Array;
}

/** How much of a record that is too long is shown. */
const SHOWN_BYTES = 2_000;

/**
 * Of a record of more than `limit` bytes only the beginning is kept, after words that say so: they make it a
 * record that is not JSON, which the parser rejects, so that one endless line costs neither memory nor the
 * run.
 */
function recordBytes(limit: number): RecordBytes {
  let parts: Buffer[] = [];
  let length = 0;

  return {
    add(part) {
      const wasWhole = length <= limit;
      length += part.length;
      if (length <= limit) parts.push(part);
      else if (wasWhole) parts = [Buffer.concat([...parts, part], Math.min(limit, SHOWN_BYTES))];
    },
    take() {
      const [first] = parts;
      const bytes = first !== undefined && parts.length === 1 ? first : Buffer.concat(parts);
      const isWhole = length <= limit;
      parts = [];
      length = 0;
      if (isWhole) return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString());
      return Buffer.from(`(more than ${limit} bytes without an end, which begin:) ${bytes.toString()}`);
    },
  };
}

const BLANKS = [0x20, 0x09, CARRIAGE_RETURN];

/**
 * Every line is a record. Lines end at a line feed and nowhere else (U+2028 may stand in a JSON string), less
 * one carriage return before it.
 */
export function lineScanner(start: Position, bytesInRecord: number): Scanner {
  const bytes = recordBytes(bytesInRecord);
  let { offset, line } = start;

  function finish(records: ScannedRecord[]): void {
    const record = bytes.take();
    const next: Position = { offset, line: line + 1, format: "lines" };
    if (!record.every(isBlank)) {
      const end = record.at(-1) === CARRIAGE_RETURN ? record.length - 1 : record.length;
      records.push({ bytes: record.subarray(0, end), line, next });
    }
    line += 1;
  }

  return {
    push(chunk) {
      const records: ScannedRecord[] = [];
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
        bytes.add(chunk.subarray(from, end));
        offset += end + 1 - from;
        from = end + 1;
        finish(records);
      }
      bytes.add(chunk.subarray(from));
      offset += chunk.length - from;
      return records;
    },
    end() {
      const records: ScannedRecord[] = [];
      finish(records);
      return records;
    },
  };
}

const isBlank = (byte: number): boolean => BLANKS.includes(byte);

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
