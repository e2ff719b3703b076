import { type ColumnType, type DecodedRows, decodeTable, encodeTable } from "./parquet.ts";
import type { PostBatch, PostColumn } from "./post-batch.ts";

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
  const cellsOf = new Map<string, readonly (string | number | null)[]>(Object.entries(batch));
  return encodeTable(
    Object.entries(TYPES).map(([name, type]) => ({ name, ...type, cells: cellsOf.get(name) ?? [] })),
  );
}

/** The rows of a posts file, as values in the order of POST_COLUMNS. */
export const decodePostTable = (file: Uint8Array): Promise<DecodedRows> => decodeTable(file, POST_COLUMNS);
