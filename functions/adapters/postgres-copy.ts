import type { CopyValue } from "../ports.ts";

/** Characters gathered before they are handed to the socket: few writes, little memory. */
const CHUNK = 64 * 1024;

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/**
 * Rows in the text format of COPY: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS
 * A Date becomes ISO 8601 in UTC; one that is no date throws a RangeError.
 */
export function* copyText(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = "";
  for (const row of rows) {
    chunk += `${row.map(field).join("\t")}\n`;
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

function field(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value === "string") return value.replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found);
  return value instanceof Date ? value.toISOString() : String(value);
}
