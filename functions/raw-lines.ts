import { promisify } from "node:util";
import { constants, gunzipSync, gzip } from "node:zlib";
import { encodePages, type RawPages } from "./raw-pages.ts";

const pack = promisify(gzip);

/** zlib hands out its result in pieces of this size: by default they are so small that they cost more than the work. */
const chunkSize = 1 << 20;

/** Half the time of the default level, for some 8 % more bytes. */
const FASTEST = { level: constants.Z_BEST_SPEED, chunkSize };

const LINE_FEED = Buffer.from("\n");

/** Makes the body of one object under `raw/`. */
export type PackRawPages = (pages: RawPages) => Promise<Uint8Array>;

/** The raw pages as gzip, each a line with a line feed. */
export const packRawPages: PackRawPages = (pages) => pack(encodePages(pages), FASTEST);

/** How many bytes packRawPages packed: gzip ends with their number (RFC 1952), little-endian. */
export const unpackedBytes = (body: Uint8Array): number =>
  new DataView(body.buffer, body.byteOffset, body.length).getUint32(body.length - 4, true);

/** The lines of what packRawPages packed, each for parsePage. Throws where the bytes are not gzip. */
export function unpackLines(body: Uint8Array): string[] {
  const bytes = gunzipSync(body, { chunkSize });
  const lines: string[] = [];
  let from = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, from)) {
    if (end > from) lines.push(bytes.toString("utf8", from, end));
    from = end + 1;
  }
  if (from < bytes.length) lines.push(bytes.toString("utf8", from));
  return lines;
}
