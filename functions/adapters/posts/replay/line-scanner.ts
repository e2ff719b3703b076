import { recordBytes } from "./record-bytes.ts";
import type { Position, ScannedRecord, Scanner } from "./scanner.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
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
