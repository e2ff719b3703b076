import { promisify } from "node:util";
import { constants, gunzipSync, gzip, gzipSync } from "node:zlib";
import { appendText, contents, growingBuffer, reserve } from "../growing-buffer.ts";

/**
 * Records as their source gave them, of pages that follow one another. They stay bytes, since making texts of
 * them only to write them down again would take most of the time that storing them takes.
 */
export interface RawPages {
  /** What their object is called: see rawPageName. */
  readonly name: string;
  /** All records in UTF-8, one after the other. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where in `bytes` each record ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly pages: readonly PageHead[];
}

/** The next `records` records, the first of which stands at `line` of `file`, and the others on the lines after it. */
export interface PageHead {
  readonly file: string;
  readonly line: number;
  readonly records: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const ZERO = 0x30;

/** What stands behind a backslash in the place of a byte; 0 for a byte that stands for itself. */
const ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) => {
  const [, backslash, escaped] = Buffer.from(JSON.stringify(String.fromCharCode(byte)));
  return byte < 0x80 && backslash === BACKSLASH ? (escaped ?? 0) : 0;
});
const HEXADECIMAL = Buffer.from("0123456789abcdef");

/** Bytes that a byte of a record takes at most: `\u001f`. */
const LONGEST_ESCAPE = 6;
/** Nearly every record is JSON, in which about every tenth byte is a quotation mark. */
const USUAL_GROWTH = 1.25;

/** Each page as one line of JSON, `{"page", "file", "line", "records": ["<text>", …]}`, for parsePage. */
export function encodePages({ name, bytes, ends, pages }: RawPages): Uint8Array {
  const lines = growingBuffer(USUAL_GROWTH * bytes.length + 1);
  const page = JSON.stringify(name);
  let record = 0;
  let start = 0;
  for (const { file, line, records } of pages) {
    appendText(lines, `{"page":${page},"file":${JSON.stringify(file)},"line":${line},"records":[`);
    for (const last = record + records; record < last; record++) {
      const end = ends[record] ?? start;
      reserve(lines, LONGEST_ESCAPE * (end - start) + 3);
      lines.size = writeString(lines.bytes, lines.size, bytes, start, end);
      if (record + 1 < last) lines.bytes[lines.size++] = COMMA;
      start = end;
    }
    appendText(lines, "]}\n");
  }
  return contents(lines);
}

/**
 * Writes the bytes from `start` to `end` as JSON.stringify writes their text, for which there must be room. Returns
 * where it ends in `to`.
 */
function writeString(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  let next = at;
  to[next++] = QUOTE;
  for (let index = start; index < end; index++) {
    const byte = from[index] ?? 0;
    const escaped = ESCAPES[byte] ?? 0;
    if (escaped === 0) {
      to[next++] = byte;
      continue;
    }
    to[next++] = BACKSLASH;
    to[next++] = escaped;
    if (escaped !== LETTER_U) continue;
    to[next++] = ZERO;
    to[next++] = ZERO;
    to[next++] = HEXADECIMAL[byte >> 4] ?? 0;
    to[next++] = HEXADECIMAL[byte & 15] ?? 0;
  }
  to[next++] = QUOTE;
  return next;
}

const pack = promisify(gzip);

/** zlib hands out its result in pieces of this size: by default they are so small that they cost more than the work. */
const LARGEST_CHUNK = 1 << 20;
const SMALLEST_CHUNK = 1 << 14;

/** So few bytes are packed sooner than they are handed to another thread. */
const SMALL = 1 << 16;

/** No larger than what is packed: a source of small pages packs many of them. */
const chunkSizeFor = (bytes: number): number => Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, bytes));

/** Half the time of the default level, for some 8 % more bytes. */
const level = constants.Z_BEST_SPEED;

const LINE_FEED = Buffer.from("\n");

/** Makes the body of one object under `raw/`. */
export type PackRawPages = (pages: RawPages) => Promise<Uint8Array>;

/** The raw pages as gzip, each a line with a line feed. */
export const packRawPages: PackRawPages = (pages) => packLines(encodePages(pages));

/** The lines, each with its line feed, as packRawPages packs them. The same bytes give the same object. */
export async function packLines(lines: Uint8Array): Promise<Uint8Array> {
  const options = { level, chunkSize: chunkSizeFor(lines.length) };
  return lines.length < SMALL ? gzipSync(lines, options) : pack(lines, options);
}

/** How many bytes packRawPages packed: gzip ends with their number (RFC 1952), little-endian. */
export const unpackedBytes = (body: Uint8Array): number =>
  new DataView(body.buffer, body.byteOffset, body.length).getUint32(body.length - 4, true);

/** The lines of what packRawPages packed, each for parsePage. Throws where the bytes are not gzip. */
export function unpackLines(body: Uint8Array): string[] {
  const bytes = gunzipSync(body, { chunkSize: chunkSizeFor(unpackedBytes(body)) });
  const lines: string[] = [];
  let from = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, from)) {
    if (end > from) lines.push(bytes.toString("utf8", from, end));
    from = end + 1;
  }
  if (from < bytes.length) lines.push(bytes.toString("utf8", from));
  return lines;
}
