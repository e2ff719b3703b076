import type { AnalysedPost } from "../../analysis/analyse-posts.ts";
import { interner, internRuns } from "../../analysis/interning.ts";

/** Whole numbers of 64 bits: ids. An author of 0 is not known. */
const IDS = ["post_id", "version_id", "author_id"] as const;
/** `created_at` in milliseconds since 1970 in UTC; NaN where a post has no point. */
const FLOATS = ["created_at", "longitude", "latitude"] as const;
/** Whole numbers of 32 bits; -1 metre where a post has no station. */
const INTEGERS = ["versions", "metres", "compound", "masked", "neg", "neu", "pos", "source_line"] as const;
/** Each number points into a list of names. */
const NAMES = ["language", "station", "other_stations", "raw_key", "source_file"] as const;

type Columns<Name extends string, Numbers> = { readonly [Column in Name]: Numbers };

export type NameColumns = Columns<(typeof NAMES)[number], Int32Array>;

/** The columns of posts that are held as numbers, under the names of `citypulse.posts`; all are of one length. */
export type NumberColumns = Columns<(typeof IDS)[number], BigInt64Array> &
  Columns<(typeof FLOATS)[number], Float64Array> &
  Columns<(typeof INTEGERS)[number], Int32Array> &
  NameColumns;

/** Columns with room for so many posts. */
const numberColumns = (length: number): NumberColumns => ({
  post_id: new BigInt64Array(length),
  version_id: new BigInt64Array(length),
  author_id: new BigInt64Array(length),
  created_at: new Float64Array(length),
  longitude: new Float64Array(length),
  latitude: new Float64Array(length),
  versions: new Int32Array(length),
  metres: new Int32Array(length),
  compound: new Int32Array(length),
  masked: new Int32Array(length),
  neg: new Int32Array(length),
  neu: new Int32Array(length),
  pos: new Int32Array(length),
  source_line: new Int32Array(length),
  language: new Int32Array(length),
  station: new Int32Array(length),
  other_stations: new Int32Array(length),
  raw_key: new Int32Array(length),
  source_file: new Int32Array(length),
});

/** Copies the first `length` rows of `from` into `to`, from row `start` on. */
function copyColumns(from: NumberColumns, length: number, to: NumberColumns, start = 0): void {
  for (const column of IDS) to[column].set(from[column].subarray(0, length), start);
  for (const column of [...FLOATS, ...INTEGERS, ...NAMES])
    to[column].set(from[column].subarray(0, length), start);
}

/** The same columns with their names at other places: name n stands at `newNames[n]`. */
function renumberNames(columns: NumberColumns, newNames: Int32Array): NumberColumns {
  const renumbered = (column: keyof NameColumns) => columns[column].map((name) => newNames[name] ?? 0);
  return {
    ...columns,
    language: renumbered("language"),
    station: renumbered("station"),
    other_stations: renumbered("other_stations"),
    raw_key: renumbered("raw_key"),
    source_file: renumbered("source_file"),
  };
}

/** The rows with these numbers, in this order. */
function pickColumns(from: NumberColumns, rows: Uint32Array): NumberColumns {
  const picked = numberColumns(rows.length);
  for (const column of IDS) pick(from[column], rows, picked[column]);
  for (const column of [...FLOATS, ...INTEGERS, ...NAMES]) pick(from[column], rows, picked[column]);
  return picked;
}

interface Numbers<Value> {
  [row: number]: Value;
}

function pick<Value>(from: Numbers<Value>, rows: Uint32Array, to: Numbers<Value>): void {
  for (let index = 0; index < rows.length; index++) {
    const value = from[rows[index] ?? 0];
    if (value !== undefined) to[index] = value;
  }
}

/**
 * Scored posts column by column, which is how they are handed on and stored fastest: numbers without an object
 * for each, and a text that many posts share once.
 */
export interface PostBatch {
  readonly length: number;
  readonly numbers: NumberColumns;
  readonly text: readonly string[];
  /** What the columns of names point into; null is one of them. */
  readonly names: readonly (string | null)[];
}

/** Takes scored posts one by one. */
export interface PostBatchBuilder {
  /** @param rawKey the raw page that the post was read from. */
  add(post: AnalysedPost, rawKey: string): void;
  /** All posts that were added; no more are taken. */
  take(): PostBatch;
}

const FIRST_ROOM = 1024;
const NO_OTHERS = "[]";

export function postBatchBuilder(): PostBatchBuilder {
  const names = interner<string | null>();
  // Names come in runs: all posts of a page have the same file.
  const numberNames = {
    language: internRuns(names),
    station: internRuns(names),
    other_stations: internRuns(names),
    raw_key: internRuns(names),
    source_file: internRuns(names),
  };
  const text: string[] = [];
  let numbers = numberColumns(FIRST_ROOM);
  const resize = (room: number): void => {
    const resized = numberColumns(room);
    copyColumns(numbers, text.length, resized);
    numbers = resized;
  };
  return {
    add(post, rawKey) {
      if (text.length === numbers.post_id.length) resize(2 * text.length);
      writePost(numbers, text.length, numberNames, post, rawKey);
      text.push(post.text);
    },
    take() {
      resize(text.length);
      return { length: text.length, numbers, text, names: names.names };
    },
  };
}

type NumberNames = { readonly [Column in keyof NameColumns]: (name: string | null) => number };

function writePost(
  numbers: NumberColumns,
  row: number,
  number: NumberNames,
  post: AnalysedPost,
  rawKey: string,
): void {
  const id = BigInt(post.id);
  numbers.post_id[row] = id;
  // Most posts were never edited, and reading digits takes its time.
  numbers.version_id[row] = post.version === post.id ? id : BigInt(post.version);
  numbers.versions[row] = post.versions;
  numbers.created_at[row] = Date.parse(post.createdAt);
  numbers.language[row] = number.language(post.language);
  numbers.author_id[row] = post.author === null ? 0n : BigInt(post.author);
  numbers.longitude[row] = post.point?.longitude ?? Number.NaN;
  numbers.latitude[row] = post.point?.latitude ?? Number.NaN;
  numbers.station[row] = number.station(post.station);
  numbers.metres[row] = post.metres ?? -1;
  numbers.other_stations[row] = number.other_stations(
    post.others.length === 0 ? NO_OTHERS : JSON.stringify(post.others),
  );
  numbers.compound[row] = post.compound;
  numbers.masked[row] = post.masked;
  numbers.neg[row] = post.neg;
  numbers.neu[row] = post.neu;
  numbers.pos[row] = post.pos;
  numbers.raw_key[row] = number.raw_key(rawKey);
  numbers.source_file[row] = number.source_file(post.origin.file);
  numbers.source_line[row] = post.origin.line;
}

/** The posts of all batches, one batch after the other. */
export function joinBatches(batches: readonly PostBatch[]): PostBatch {
  const length = batches.reduce((sum, batch) => sum + batch.length, 0);
  const numbers = numberColumns(length);
  const names = interner<string | null>();
  let start = 0;
  for (const batch of batches) {
    const renumbered = renumberNames(batch.numbers, Int32Array.from(batch.names, names.number));
    copyColumns(renumbered, batch.length, numbers, start);
    start += batch.length;
  }
  return { length, numbers, text: batches.flatMap(({ text }) => text), names: names.names };
}

/** The posts in these rows of the batch, in this order. */
export const pickPosts = ({ numbers, text, names }: PostBatch, rows: Uint32Array): PostBatch => ({
  length: rows.length,
  numbers: pickColumns(numbers, rows),
  text: Array.from(rows, (row) => text[row] ?? ""),
  names,
});
