import { createHash } from "node:crypto";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { type PostFile, type PostFolder, unreadable } from "./post-files.ts";

const CHUNK_BYTES = 256 * 1024;
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * The bytes of a file from `offset` on, unpacked where the file is gzip (of one member or many), which its
 * first bytes tell and not its name. Throws InvalidInput where it cannot be read, or its gzip is damaged.
 */
export async function* readContent(
  folder: PostFolder,
  file: PostFile,
  offset: number,
): AsyncGenerator<Buffer, void> {
  try {
    if (await isGzip(folder, file)) yield* skip(gunzip(folder, file), offset);
    else yield* buffers(folder.bytes(file, offset, CHUNK_BYTES));
  } catch (error) {
    throw unreadable(file.path, error);
  }
}

/** The size in bytes of a file that is not gzip; null for one that is. Throws InvalidInput where it cannot be read. */
export async function sizeOfPlain(folder: PostFolder, file: PostFile): Promise<number | null> {
  try {
    return (await isGzip(folder, file)) ? null : await folder.size(file);
  } catch (error) {
    throw unreadable(file.path, error);
  }
}

/** Pieces of this size take half the time of the default, which is 64 KB. */
const HASHED_BYTES = 1 << 20;

/** SHA-256, in hex, of the files' names and bytes as they lie there. Throws InvalidInput. */
export async function fingerprintFiles(folder: PostFolder): Promise<string> {
  const all = createHash("sha256");
  for (const file of await folder.find()) all.update(JSON.stringify([file.name, await digest(folder, file)]));
  return all.digest("hex");
}

async function digest(folder: PostFolder, file: PostFile): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of buffers(folder.bytes(file, 0, HASHED_BYTES))) hash.update(chunk);
  } catch (error) {
    throw unreadable(file.path, error);
  }
  return hash.digest("hex");
}

async function isGzip(folder: PostFolder, file: PostFile): Promise<boolean> {
  for await (const chunk of buffers(folder.bytes(file, 0, GZIP.length)))
    return chunk.subarray(0, GZIP.length).equals(GZIP);
  return false;
}

function gunzip(folder: PostFolder, file: PostFile): AsyncIterable<unknown> {
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  // An error of either stream comes out where `unpacked` is read, so there is nothing left to do with it here.
  pipeline(folder.bytes(file, 0, CHUNK_BYTES), unpacked, () => undefined);
  return unpacked;
}

/** Gzip has no places to start from: what comes before has to be unpacked and passed over. */
async function* skip(chunks: AsyncIterable<unknown>, offset: number): AsyncGenerator<Buffer, void> {
  let left = offset;
  for await (const chunk of buffers(chunks)) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(left - chunk.length, 0);
  }
}

/** Streams are typed to yield anything; without an encoding they yield buffers. */
async function* buffers(chunks: AsyncIterable<unknown>): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) if (Buffer.isBuffer(chunk)) yield chunk;
}
