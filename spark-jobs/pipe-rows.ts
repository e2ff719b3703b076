import { once } from "node:events";
import type { Writable } from "node:stream";
import type { z } from "zod";
import { encodeRow } from "./rows.ts";

/** What becomes of a row: any number of rows. No row holds a line feed. */
export type RowJob = (row: string) => Iterable<string>;

const LINE_FEED = 0x0a;
/** Bytes that are gathered before they are written. */
const CHUNK = 1 << 16;

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
  let waiting = "";
  const flush = async (): Promise<void> => {
    const chunk = waiting;
    waiting = "";
    if (!output.write(chunk)) await once(output, "drain");
  };
  for await (const row of rowsOf(input)) {
    read += 1;
    for (const made of job(row)) {
      written += 1;
      waiting += `${made}\n`;
      if (waiting.length > CHUNK) await flush();
    }
  }
  waiting += `${encodeRow(["counts", read, written])}\n`;
  await flush();
}

/** Lines end at a line feed and nowhere else: U+2028 may stand in a JSON string. */
async function* rowsOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of input) {
    const bytes =
      rest.length === 0
        ? Buffer.from(piece.buffer, piece.byteOffset, piece.length)
        : Buffer.concat([rest, piece]);
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, from)) {
      yield bytes.toString("utf8", from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0)
    throw new Error(`The input ends in the middle of a row: ${JSON.stringify(rest.toString().slice(0, 80))}`);
}

/** A row that Spark wrote with to_json. Throws where it is none of this schema. */
export const parseRow = <Schema extends z.ZodType>(schema: Schema, row: string): z.infer<Schema> =>
  schema.parse(JSON.parse(row));
