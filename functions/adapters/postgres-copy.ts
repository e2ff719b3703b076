import type { CopyValue } from "../ports.ts";
import { isoWriter } from "./iso-writer.ts";

/** Bytes gathered before they are handed to the socket: few writes, little memory. */
const CHUNK = 256 * 1024;
/** UTF-8 takes at most so many bytes for a UTF-16 unit. */
const BYTES_OF_UNIT = 3;

const TO_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * Rows in the text format of COPY: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS
 * A Date becomes ISO 8601 in UTC; one that is no date throws a RangeError. Each chunk holds whole rows. A row
 * becomes bytes by itself: put together as text first, one emoji would double the memory of all its neighbours.
 */
export function* copyText(rows: Iterable<readonly CopyValue[]>): Generator<Buffer> {
  const iso = isoWriter();
  const field = (value: CopyValue): string => {
    if (value === null) return "\\N";
    if (typeof value === "string") return TO_ESCAPE.test(value) ? escaped(value) : value;
    return value instanceof Date ? iso(value) : String(value);
  };
  let chunk = Buffer.allocUnsafe(CHUNK);
  let size = 0;
  for (const row of rows) {
    let line = "";
    let separator = "";
    for (const value of row) {
      line += separator + field(value);
      separator = "\t";
    }
    line += "\n";
    const most = line.length * BYTES_OF_UNIT;
    if (size + most > chunk.length) {
      if (size > 0) yield chunk.subarray(0, size);
      chunk = Buffer.allocUnsafe(Math.max(CHUNK, most));
      size = 0;
    }
    size += chunk.write(line, size);
  }
  if (size > 0) yield chunk.subarray(0, size);
}

const escaped = (text: string): string => text.replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found);
