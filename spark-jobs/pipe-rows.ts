import { once } from "node:events";
import type { Writable } from "node:stream";

/** What becomes of rows. No row holds a line feed. */
export interface RowJob {
  /** The rows that a row becomes. */
  next(row: string): Iterable<string>;
  /** The rows that all of them together become; asked for once, after the last. */
  end(): Promise<Iterable<string>>;
}

const LINE_FEED = 0x0a;
/** Letters that are gathered before they are written. */
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
  const write = async (rows: Iterable<string>): Promise<void> => {
    for (const row of rows) {
      written += 1;
      waiting += `${row}\n`;
      if (waiting.length > CHUNK) await flush();
    }
  };
  for await (const row of rowsOf(input)) {
    read += 1;
    await write(job.next(row));
  }
  await write(await job.end());
  waiting += `counts\t${read}\t${written}\n`;
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
