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
export const numberColumns = (length: number): NumberColumns => ({
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
export function copyColumns(from: NumberColumns, length: number, to: NumberColumns, start = 0): void {
  for (const column of IDS) to[column].set(from[column].subarray(0, length), start);
  for (const column of [...FLOATS, ...INTEGERS, ...NAMES])
    to[column].set(from[column].subarray(0, length), start);
}

/** The same columns with their names at other places: name n stands at `newNames[n]`. */
export function renumberNames(columns: NumberColumns, newNames: Int32Array): NumberColumns {
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
export function pickColumns(from: NumberColumns, rows: Uint32Array): NumberColumns {
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
