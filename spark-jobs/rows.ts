import { once } from "node:events";
import type { Writable } from "node:stream";

/** Stands for NULL in a column or a cell. */
export const NULL = "\\N";

/**
 * A text as a column or a cell: what would end a row, a column or a cell, and backslashes, are written as `\t`, `\n`,
 * `\r`, `\1` and `\b`. Put back one kind after the other, the backslash last, they are what they were.
 */
export const escapeText = (text: string): string =>
  UNSAFE.test(text) ? text.replace(EVERY_UNSAFE, escapeOf) : text;

/** The same, where there may be none. */
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

/** What becomes of rows. No row holds a line feed. */
export interface RowJob {
  /** The rows that a row becomes. */
  next(row: string): Iterable<string>;
  /** The rows that all of them together become; asked for once, after the last. */
  end(): Promise<Iterable<string>>;
}

const LINE_FEED = 0x0a;
/** Bytes that are gathered before they are written. */
const CHUNK = 1 << 16;
/** What a UTF-16 unit needs at most in UTF-8. */
const BYTES_OF_UNIT = 3;

/**
 * Takes rows from Spark's TRANSFORM, a line each, and gives rows back. The last one counts them: `counts`, the rows
 * that were read, and those that were written before it. Whoever reads them must find as many as that, since Spark
 * takes a program that ends too early for one that had nothing more to say. Throws what the job throws, and an Error
 * where the input ends in the middle of a row.
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
  // Each row is encoded as soon as it is there: a string of many rows is put together in vain, and takes twice as long.
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

/** Lines end at a line feed and nowhere else: U+2028 may stand in a JSON string. */
async function* rowsOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  /** The row that goes on in the next piece: it may have many. */
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
