import { recordBytes } from "./record-bytes.ts";
import type { Position, ScannedRecord, Scanner } from "./scanner.ts";

const LINE_FEED = 0x0a;
const BLANKS = /^[ \t\r]*$/;

/**
 * Every line is a record. Lines end at a line feed and nowhere else (U+2028 may stand in a JSON string), less
 * one carriage return before it.
 */
export function lineScanner(start: Position, bytesInRecord: number): Scanner {
  const bytes = recordBytes(bytesInRecord);
  let { offset, line } = start;

  function finish(records: ScannedRecord[]): void {
    const text = bytes.take();
    const next: Position = { offset, line: line + 1, format: "lines" };
    if (!BLANKS.test(text))
      records.push({ text: text.endsWith("\r") ? text.slice(0, -1) : text, line, next });
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
