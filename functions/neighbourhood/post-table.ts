import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { AnalysedPost } from "../../analysis/analyse-post.ts";
import type { CopyValue } from "../ports.ts";

/** A scored post with the raw page that it was read from: one row of `posts/*.parquet` and of `citypulse.posts`. */
export type PostRow = AnalysedPost & { readonly rawKey: string };

type ColumnType = "INT32" | "INT64" | "DOUBLE" | "STRING" | "TIMESTAMP";
interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable?: true;
  value(row: PostRow): CopyValue;
}

const integer = (digits: string): bigint => BigInt(digits);

/** The columns under their names in Parquet and in Postgres, in the order of `COPY`. */
const COLUMNS: readonly Column[] = [
  { name: "post_id", type: "INT64", value: (row) => integer(row.id) },
  { name: "version_id", type: "INT64", value: (row) => integer(row.version) },
  { name: "versions", type: "INT32", value: (row) => row.versions },
  { name: "created_at", type: "TIMESTAMP", value: (row) => new Date(row.createdAt) },
  { name: "text", type: "STRING", value: (row) => row.text },
  { name: "language", type: "STRING", nullable: true, value: (row) => row.language },
  {
    name: "author_id",
    type: "INT64",
    nullable: true,
    value: (row) => (row.author === null ? null : integer(row.author)),
  },
  { name: "longitude", type: "DOUBLE", nullable: true, value: (row) => row.point?.longitude ?? null },
  { name: "latitude", type: "DOUBLE", nullable: true, value: (row) => row.point?.latitude ?? null },
  { name: "station", type: "STRING", nullable: true, value: (row) => row.station },
  { name: "metres", type: "INT32", nullable: true, value: (row) => row.metres },
  { name: "other_stations", type: "STRING", value: (row) => JSON.stringify(row.others) },
  { name: "compound", type: "INT32", value: (row) => row.compound },
  { name: "masked", type: "INT32", value: (row) => row.masked },
  { name: "neg", type: "INT32", value: (row) => row.neg },
  { name: "neu", type: "INT32", value: (row) => row.neu },
  { name: "pos", type: "INT32", value: (row) => row.pos },
  { name: "raw_key", type: "STRING", value: (row) => row.rawKey },
  { name: "source_file", type: "STRING", value: (row) => row.origin.file },
  { name: "source_line", type: "INT32", value: (row) => row.origin.line },
];

export const POST_COLUMNS: readonly string[] = COLUMNS.map((column) => column.name);

export function encodePosts(rows: readonly PostRow[]): Uint8Array {
  const columnData = COLUMNS.map((column) => ({
    name: column.name,
    type: column.type,
    nullable: column.nullable === true,
    data: rows.map(column.value),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** The rows of a posts file, as values in the order of POST_COLUMNS. */
export const decodePosts = (file: Uint8Array): Promise<CopyValue[][]> => readRows(file, POST_COLUMNS);

/** Reads the named columns of a Parquet file, row by row. */
export async function readRows(file: Uint8Array, columns: readonly string[]): Promise<CopyValue[][]> {
  const buffer = new Uint8Array(file).buffer;
  const rows = await parquetReadObjects({ file: buffer, columns: [...columns] });
  return rows.map((row) => columns.map((column) => row[column] ?? null));
}
