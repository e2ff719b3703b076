import { once } from "node:events";
import type { Writable } from "node:stream";

/** NULL in a column or a cell. */
export const NULL = "\\N";

/**
 * Escapes a text for a column or a cell: characters that would end a row, a column or a cell, and backslashes, become
 * `\t`, `\n`, `\r`, `\1` and `\b`. To restore the text, replace one kind after the other, the backslash last.
 */
export const escapeText = (text: string): string =>
  UNSAFE.test(text) ? text.replace(EVERY_UNSAFE, escapeOf) : text;

/** The same for a text that can be null. */
export const escapeOptional = (text: string | null): string => (text === null ? NULL : escapeText(text));

/** Ends each cell of a packed column. */
export const CELL_END = "\u0001";

const UNSAFE = new RegExp(`[\\\\\\t\\n\\r${CELL_END}]`);
const EVERY_UNSAFE = new RegExp(UNSAFE, "g");

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  [CELL_END]: "\\1",
};
const escapeOf = (character: string): string => ESCAPES[character] ?? character;

/** A job that turns rows into other rows. No row contains a line feed. */
export interface RowJob {
  /** The output rows for one input row. */
  next(row: string): Iterable<string>;
  /** The output rows for all input rows together. It is called once, after the last row. */
  end(): Promise<Iterable<string>>;
}

const LINE_FEED = 0x0a;
/** Bytes that are buffered before they are written. */
const CHUNK = 1 << 16;
/** The most bytes of a UTF-16 unit in UTF-8. */
const BYTES_OF_UNIT = 3;

/**
 * Reads rows from Spark's TRANSFORM, one a line, and writes rows back. The last row has the counts: `counts`, the number
 * of rows read, and the number of rows written before it. The reader must check these numbers, because Spark does not
 * notice a program that ends too early. Throws what the job throws, and an Error if the input ends in the middle of a
 * row.
 */
export async function pipeRows(
  input: AsyncIterable<Uint8Array>,
  output: Writable,
  job: RowJob,
): Promise<void> {
  let read = 0;
  let written = 0;
  let chunk = Buffer.alloc(0);
  let filled = 0;
  const flush = async (): Promise<void> => {
    if (filled > 0 && !output.write(chunk.subarray(0, filled))) await once(output, "drain");
  };
  // Encodes each row at once, because building a string of many rows first takes twice as long.
  const write = async (rows: Iterable<string>): Promise<void> => {
    for (const row of rows) {
      const needed = BYTES_OF_UNIT * row.length + 1;
      if (filled + needed > chunk.length) {
        await flush();
        chunk = Buffer.allocUnsafe(Math.max(CHUNK, needed));
        filled = 0;
      }
      filled += chunk.write(`${row}\n`, filled);
      written += 1;
    }
  };
  for await (const row of rowsOf(input)) {
    read += 1;
    await write(job.next(row));
  }
  await write(await job.end());
  await write([`counts\t${read}\t${written}`]);
  await flush();
}

/** Only a line feed ends a line: a JSON string can contain U+2028. */
async function* rowsOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  /** The start of a row that continues in the next piece. A row can have many pieces. */
  let begun: Buffer[] = [];
  for await (const piece of input) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, from)) {
      if (begun.length === 0) yield bytes.toString("utf8", from, end);
      else {
        yield Buffer.concat([...begun, bytes.subarray(from, end)]).toString();
        begun = [];
      }
      from = end + 1;
    }
    if (from < bytes.length) begun.push(bytes.subarray(from));
  }
  const rest = Buffer.concat(begun).toString();
  if (rest !== "")
    throw new Error(`The input ends in the middle of a row: ${JSON.stringify(rest.slice(0, 80))}`);
}
