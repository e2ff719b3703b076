import type { CopyValue } from "../../ports.ts";
import { FIELD_WRITERS, type FieldWriter, LENGTH, LONGEST_FIELD } from "./copy-fields.ts";

/** Bytes gathered before they are handed to the socket: few writes, little memory. */
const CHUNK = 256 * 1024;
/** UTF-8 takes at most so many bytes for a UTF-16 unit. */
const BYTES_OF_UNIT = 3;

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const FLAGS_AND_EXTENSION = Buffer.alloc(8);
const END = Buffer.from([0xff, 0xff]);
const NULL = -1;

/**
 * Rows in the binary format of COPY: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS
 * It takes both sides less time than the text format, and there is nothing to escape. Throws a TypeError for a
 * type that has no writer, and a RangeError for a value that its column cannot hold.
 *
 * @param types of the columns, as `pg_type.typname` has them.
 */
export function* copyBinary(
  types: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Generator<Uint8Array> {
  const writers = types.map(writerOf);
  const longestFields = 2 + types.length * LONGEST_FIELD;
  yield Buffer.concat([SIGNATURE, FLAGS_AND_EXTENSION]);
  let chunk = openChunk(CHUNK);
  let size = 0;
  for (const row of rows) {
    const longest = longestFields + BYTES_OF_UNIT * unitsOf(row);
    if (size + longest > chunk.bytes.length) {
      if (size > 0) yield chunk.bytes.subarray(0, size);
      chunk = openChunk(Math.max(CHUNK, longest));
      size = 0;
    }
    chunk.view.setInt16(size, writers.length);
    size += 2;
    let field = 0;
    for (const write of writers) {
      const value = row[field++] ?? null;
      if (value === null) {
        chunk.view.setInt32(size, NULL);
        size += LENGTH;
      } else size = write(chunk, value, size);
    }
  }
  if (size > 0) yield chunk.bytes.subarray(0, size);
  yield END;
}

function openChunk(size: number): { readonly bytes: Buffer; readonly view: DataView } {
  const bytes = Buffer.allocUnsafeSlow(size);
  return { bytes, view: new DataView(bytes.buffer) };
}

function writerOf(type: string): FieldWriter {
  const writer = FIELD_WRITERS.get(type);
  if (writer === undefined) throw new TypeError(`COPY has no writer for a column of type ${type}.`);
  return writer;
}

function unitsOf(row: readonly CopyValue[]): number {
  let units = 0;
  for (const value of row) if (typeof value === "string") units += value.length;
  return units;
}
