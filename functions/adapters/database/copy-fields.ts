import type { CopyValue } from "../../ports.ts";

/** Bytes that are being filled; `view` is of the same bytes. */
export interface Chunk {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** Writes a field's length and its value at `at`; returns where the field ends. */
export type FieldWriter = (chunk: Chunk, value: Exclude<CopyValue, null>, at: number) => number;

/** Bytes of a field's length, which come first. */
export const LENGTH = 4;
/** Bytes of a field, without its text. */
export const LONGEST_FIELD = LENGTH + 16;

/** PostgreSQL counts microseconds from the year 2000 on. */
const EPOCH = BigInt(Date.UTC(2000, 0, 1));

/** Shorter text is written here, since the way into UTF-8 has a long beginning. */
const SHORT = 64;
const ASCII = 0x80;

const JSONB_VERSION = 1;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const DAY_MILLISECONDS = 86_400_000;

/** How each type is written, as its receiving function in PostgreSQL reads it. */
export const FIELD_WRITERS: ReadonlyMap<string, FieldWriter> = new Map<string, FieldWriter>([
  [
    "bool",
    ({ bytes, view }, value, at) => {
      if (typeof value !== "boolean") throw unfit(value, "bool");
      view.setInt32(at, 1);
      bytes[at + LENGTH] = value ? 1 : 0;
      return at + LENGTH + 1;
    },
  ],
  [
    "int4",
    ({ view }, value, at) => {
      // Spark counts in 64 bits.
      const integer = typeof value === "bigint" ? Number(value) : value;
      if (typeof integer !== "number" || integer !== (integer | 0)) throw unfit(value, "int4");
      view.setInt32(at, 4);
      view.setInt32(at + LENGTH, integer);
      return at + LENGTH + 4;
    },
  ],
  ["int8", (chunk, value, at) => writeInt8(chunk, typeof value === "bigint" ? value : whole(value), at)],
  [
    "float8",
    ({ view }, value, at) => {
      if (typeof value !== "number") throw unfit(value, "float8");
      view.setInt32(at, 8);
      view.setFloat64(at + LENGTH, value);
      return at + LENGTH + 8;
    },
  ],
  ["date", writeDate],
  ["timestamp", writeTime],
  ["timestamptz", writeTime],
  [
    "uuid",
    ({ bytes, view }, value, at) => {
      if (typeof value !== "string" || !UUID.test(value)) throw unfit(value, "uuid");
      view.setInt32(at, 16);
      bytes.write(value.replaceAll("-", ""), at + LENGTH, "hex");
      return at + LENGTH + 16;
    },
  ],
  ["text", writeField],
  ["varchar", writeField],
  [
    "jsonb",
    (chunk, value, at) => {
      chunk.bytes[at + LENGTH] = JSONB_VERSION;
      return writeText(chunk, value, at, at + LENGTH + 1);
    },
  ],
]);

function writeInt8({ view }: Chunk, value: bigint, at: number): number {
  if (BigInt.asIntN(64, value) !== value) throw unfit(value, "int8");
  view.setInt32(at, 8);
  view.setBigInt64(at + LENGTH, value);
  return at + LENGTH + 8;
}

function whole(value: CopyValue): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "string" && /^-?\d+$/.test(value)) return BigInt(value);
  throw unfit(value, "int8");
}

/** A day is text, `YYYY-MM-DD`. */
function writeDate({ view }: Chunk, value: CopyValue, at: number): number {
  const time =
    typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw unfit(value, "date");
  view.setInt32(at, 4);
  view.setInt32(at + LENGTH, (time - Number(EPOCH)) / DAY_MILLISECONDS);
  return at + LENGTH + 4;
}

/** In UTC: a `timestamp` has no zone. */
function writeTime(chunk: Chunk, value: CopyValue, at: number): number {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw unfit(value, "timestamp");
  return writeInt8(chunk, (BigInt(value.getTime()) - EPOCH) * 1000n, at);
}

function writeField(chunk: Chunk, value: CopyValue, at: number): number {
  return writeText(chunk, value, at, at + LENGTH);
}

/** What is no whole character becomes U+FFFD. The field begins at `at`, and its text at `start`. */
function writeText({ bytes, view }: Chunk, value: CopyValue, at: number, start: number): number {
  if (typeof value !== "string") throw unfit(value, "text");
  const end = writeShortAscii(bytes, value, start) ?? start + bytes.write(value, start);
  view.setInt32(at, end - at - LENGTH);
  return end;
}

function writeShortAscii(bytes: Buffer, text: string, start: number): number | null {
  const { length } = text;
  if (length > SHORT) return null;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= ASCII) return null;
    bytes[start + index] = unit;
  }
  return start + length;
}

const unfit = (value: CopyValue, type: string): RangeError =>
  new RangeError(`A column of type ${type} cannot hold ${String(value).slice(0, 80)}.`);
