import { type Cells, type ColumnType, type DecodedRows, decodeTable, encodeTable } from "./parquet.ts";
import type { PostBatch } from "./post-batch.ts";
import type { NameColumns } from "./post-columns.ts";

type PostColumn = keyof PostBatch["numbers"] | "text";

/** How each column is stored, in the order of `COPY`. */
const TYPES: { readonly [Column in PostColumn]: ColumnType } = {
  post_id: { type: "INT64" },
  version_id: { type: "INT64" },
  versions: { type: "INT32", repetitive: true },
  created_at: { type: "TIMESTAMP" },
  text: { type: "STRING" },
  language: { type: "STRING", nullable: true, repetitive: true },
  author_id: { type: "INT64", nullable: true },
  longitude: { type: "DOUBLE", nullable: true },
  latitude: { type: "DOUBLE", nullable: true },
  station: { type: "STRING", nullable: true, repetitive: true },
  metres: { type: "INT32", nullable: true },
  other_stations: { type: "STRING", repetitive: true },
  compound: { type: "INT32" },
  masked: { type: "INT32" },
  neg: { type: "INT32" },
  neu: { type: "INT32" },
  pos: { type: "INT32" },
  raw_key: { type: "STRING", repetitive: true },
  source_file: { type: "STRING", repetitive: true },
  source_line: { type: "INT32" },
};

export const POST_COLUMNS: readonly string[] = Object.keys(TYPES);

/** One of the `posts/*.parquet`. */
export function encodePostTable(batch: PostBatch): Uint8Array {
  const cellsOf = new Map<string, Cells>(Object.entries(cellsOfPosts(batch)));
  return encodeTable(
    Object.entries(TYPES).map(([name, type]) => ({ name, ...type, cells: cellsOf.get(name) ?? [] })),
  );
}

function cellsOfPosts({ numbers, text, names }: PostBatch): { readonly [Column in PostColumn]: Cells } {
  const named = (column: keyof NameColumns): Cells =>
    Array.from(numbers[column], (name) => names[name] ?? null);
  return {
    ...numbers,
    text,
    language: named("language"),
    author_id: Array.from(numbers.author_id, (author) => (author === 0n ? null : author)),
    longitude: Array.from(numbers.longitude, (degrees) => (Number.isNaN(degrees) ? null : degrees)),
    latitude: Array.from(numbers.latitude, (degrees) => (Number.isNaN(degrees) ? null : degrees)),
    station: named("station"),
    metres: Array.from(numbers.metres, (metres) => (metres < 0 ? null : metres)),
    other_stations: named("other_stations"),
    raw_key: named("raw_key"),
    source_file: named("source_file"),
  };
}

/** The rows of a posts file, as values in the order of POST_COLUMNS. */
export const decodePostTable = (file: Uint8Array): Promise<DecodedRows> => decodeTable(file, POST_COLUMNS);
