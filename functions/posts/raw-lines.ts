import { promisify } from "node:util";
import { constants, gunzipSync, gzip, gzipSync } from "node:zlib";
import { encodePages, type RawPages } from "./raw-pages.ts";

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
