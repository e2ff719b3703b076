import { pipeline, Readable } from "node:stream";
import { crc32, createGunzip, createInflateRaw } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import { InvalidInput, messageOf } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { contentOf, HEAD_BYTES } from "./file-content.ts";
import { type InputBytes, type InputFile, openInput } from "./input-files.ts";

/** A CSV that an input file holds. */
export interface Table {
  /** As messages call it: the file's name, and the path in its zip. */
  readonly name: string;
  /**
   * All bytes of the table, unpacked, in order. It can be called again, and it can be left early. Reading throws
   * InvalidInput if the bytes are damaged or no CSV: of a packed table possibly at its end, when its checksum is compared.
   */
  bytes(): AsyncIterable<Uint8Array>;
}

const GET_IT_AGAIN = "Get the file again, and compare its size with the one that the publisher states.";

/**
 * The CSVs that an input file holds: itself, what its gzip holds, or every `*.csv` of its zip, in the zip's order. What a
 * file is is decided by its bytes. Tables are read and unpacked as streams, so that memory does not grow with the file.
 * Throws InvalidInput for a file that has no CSV, or that is damaged or encrypted.
 */
export async function* readTables(
  store: ObjectStore,
  file: Pick<InputFile, "name" | "bytes" | "parts">,
): AsyncGenerator<Table> {
  const input = openInput(store, file);
  const { name } = file;
  switch (contentOf(await input.read(0, HEAD_BYTES), name)) {
    case "csv":
      yield { name, bytes: () => cut(input.stream()) };
      return;
    case "gzip":
      yield { name, bytes: () => checked(gunzipped(input, name), name) };
      return;
    case "zip":
      yield* tablesOfZip(input, name);
  }
}

/** Unpacking takes a piece at a time, so that a part of 32 MiB never becomes 200 MiB at once. */
const PIECE_BYTES = 256 * 1024;

async function* cut(
  chunks: AsyncIterable<Uint8Array>,
  bytes = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks)
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      const piece = chunk.subarray(start, Math.min(start + PIECE_BYTES, start + left));
      if (piece.length > 0) yield piece;
      left -= piece.length;
      if (left === 0) return;
    }
}

/** The same bytes; throws InvalidInput first if they are no CSV. */
async function* checked(chunks: AsyncIterable<Uint8Array>, where: string): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && contentOf(chunk, where) !== "csv")
      throw new InvalidInput(`${where} holds another archive, and not a CSV.`, {
        hint: "Unpack it and give the CSV.",
      });
    isFirst = false;
    yield chunk;
  }
  if (isFirst) contentOf(new Uint8Array(0), where);
}

/** The errors of zlib have codes; those of reading the input pass through as they are. */
const isOfZlib = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("Z_");

/** All members of a gzip, one after the other. Their checksums and lengths are compared. */
async function* gunzipped(input: InputBytes, where: string): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked(cut(input.stream()), createGunzip({ chunkSize: PIECE_BYTES }));
  } catch (error) {
    if (!isOfZlib(error)) throw error;
    throw damaged(where, error.code === "Z_BUF_ERROR" ? "its gzip is cut off" : "its gzip is damaged", error);
  }
}

async function* unpacked(
  packed: AsyncIterable<Uint8Array>,
  unpacker: NodeJS.ReadWriteStream & AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  // Iterating over the last stream throws the errors of all.
  pipeline(Readable.from(packed), unpacker, () => undefined);
  yield* unpacker;
}

const damaged = (where: string, what: string, cause?: unknown): InvalidInput =>
  new InvalidInput(`${where} cannot be unpacked: ${what}.`, { hint: GET_IT_AGAIN, cause });

/** What yauzl reads the directory of a zip from. It keeps the error of reading, which is not one of the zip. */
class StoredZip extends RandomAccessReader {
  readonly #input: InputBytes;
  failure: unknown;

  constructor(input: InputBytes) {
    super();
    this.#input = input;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#input.read(position, position + length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null, bytes.length);
      },
      (error: unknown) => {
        this.failure = error;
        callback(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }
}

async function* tablesOfZip(input: InputBytes, name: string): AsyncGenerator<Table> {
  const reader = new StoredZip(input);
  const asInvalid = (error: unknown): unknown => reader.failure ?? damaged(name, faultOf(error), error);
  let zip: ZipFile;
  const entries: Entry[] = [];
  const others: string[] = [];
  try {
    zip = await fromRandomAccessReaderPromise(reader, input.size, { autoClose: false });
    for await (const entry of zip.eachEntry())
      if (isTable(entry.fileName)) entries.push(entry);
      else if (!entry.fileName.endsWith("/")) others.push(entry.fileName);
  } catch (error) {
    throw asInvalid(error);
  }
  if (entries.length === 0) throw withoutTables(name, others);
  for (const entry of entries) refuseUnreadable(entry, name);
  for (const entry of entries) {
    const where = `${name}/${entry.fileName}`;
    const start = () =>
      zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch((error: unknown) => {
        throw asInvalid(error);
      });
    yield {
      name: where,
      bytes: async function* () {
        const { fileDataStart } = await start();
        yield* checked(unzipped(input, fileDataStart, entry, where), where);
      },
    };
  }
}

/** What is wrong with a zip that yauzl cannot read. */
function faultOf(error: unknown): string {
  const message = messageOf(error).replace(/\.$/, "");
  return message.startsWith("End of central directory record signature not found")
    ? "its zip is cut off: the directory at its end is missing"
    : `its zip is cut off or damaged (${message})`;
}

/** CSVs by their names; what macOS adds to a zip is none. */
const isTable = (path: string): boolean =>
  /\.csv$/i.test(path) && !path.split("/").some((part) => part === "__MACOSX" || part.startsWith("."));

const SHOWN_NAMES = 3;

function withoutTables(name: string, others: readonly string[]): InvalidInput {
  if (others.includes("[Content_Types].xml"))
    return new InvalidInput(`${name} is a spreadsheet (such as .xlsx), and not a CSV.`, {
      hint: 'Save it as "CSV UTF-8" and give that.',
    });
  const shown = others.slice(0, SHOWN_NAMES).join(", ") + (others.length > SHOWN_NAMES ? ", …" : "");
  return new InvalidInput(
    `${name} is a zip without a CSV: ${others.length === 0 ? "it is empty" : `it holds ${shown}`}.`,
    { hint: "Get the edition of the data that has CSVs." },
  );
}

/** Methods of packing that archivers use besides Deflate. */
const METHODS: Readonly<Record<number, string>> = {
  9: "Deflate64, which Windows uses for files over 2 GB",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
};

function refuseUnreadable(entry: Entry, name: string): void {
  if (entry.isEncrypted())
    throw new InvalidInput(`${name}: ${entry.fileName} is encrypted.`, {
      hint: "Unpack the zip with its password and give the CSV.",
    });
  if (entry.canDecodeFileData()) return;
  const method = METHODS[entry.compressionMethod] ?? `method ${entry.compressionMethod}`;
  throw new InvalidInput(
    `${name}: ${entry.fileName} is packed in a way that CityPulse cannot unpack (${method}).`,
    {
      hint: "Unpack the zip and give the CSV.",
    },
  );
}

const STORED = 0;

/** The bytes of an entry. Its length and its CRC are compared with the zip's directory, which yauzl does not do. */
async function* unzipped(
  input: InputBytes,
  start: number,
  entry: Entry,
  where: string,
): AsyncGenerator<Uint8Array> {
  const packed = cut(input.stream(start), entry.compressedSize);
  let crc = 0;
  let bytes = 0;
  try {
    const chunks =
      entry.compressionMethod === STORED
        ? packed
        : unpacked(packed, createInflateRaw({ chunkSize: PIECE_BYTES }));
    for await (const chunk of chunks) {
      crc = crc32(chunk, crc);
      bytes += chunk.length;
      if (bytes > entry.uncompressedSize) break;
      yield chunk;
    }
  } catch (error) {
    if (!isOfZlib(error)) throw error;
    throw damaged(where, error.code === "Z_BUF_ERROR" ? "it is cut off" : "its bytes are damaged", error);
  }
  if (bytes !== entry.uncompressedSize)
    throw damaged(
      where,
      `it has ${bytes > entry.uncompressedSize ? "more" : "fewer"} bytes than the zip's directory says`,
    );
  if (crc !== entry.crc32)
    throw damaged(where, "its checksum (CRC-32) is not the one in the zip's directory");
}
