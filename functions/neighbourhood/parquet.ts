import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { parquetMetadata, parquetRead } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { CopyValue } from "../ports.ts";

/** How a column is stored. Cells of INT64 are decimal digits, those of TIMESTAMP are ISO 8601 in UTC. */
export interface ColumnType {
  readonly type: "INT32" | "INT64" | "DOUBLE" | "STRING" | "TIMESTAMP";
  readonly nullable?: true;
  /** Few different values: each is stored once. */
  readonly repetitive?: true;
}

type Cell = string | number | null;

export interface Column extends ColumnType {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Level 1: the texts shrink by half, and higher levels take longer for little. */
const compress = (bytes: Uint8Array): Uint8Array =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });

/** A Parquet file of one row group, compressed with zstd; the same cells give the same bytes. */
export function encodeTable(columns: readonly Column[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, cells, type, nullable, repetitive }) => ({
        name,
        type,
        nullable: nullable === true,
        data: stored(type, cells),
        // A dictionary is worth its time only where values repeat; nobody filters by statistics.
        ...(repetitive === true ? {} : { encoding: "PLAIN" }),
      })),
      codec: "ZSTD",
      compressors: { ZSTD: compress },
      statistics: false,
      rowGroupSize: Number.MAX_SAFE_INTEGER,
    }),
  );
}

function stored(type: ColumnType["type"], cells: readonly Cell[]): Array<Cell | bigint> {
  if (type === "INT64") return cells.map((cell) => (cell === null ? null : BigInt(cell)));
  if (type === "TIMESTAMP")
    return cells.map((cell) => (cell === null ? null : BigInt(Date.parse(String(cell)))));
  return [...cells];
}

/** Rows as COPY takes them; they are put together as they are read, so that only the columns take memory. */
export interface DecodedRows extends Iterable<CopyValue[]> {
  readonly length: number;
}

/** The named columns of a Parquet file: each row has its values in the order of the names. */
export async function decodeTable(file: Uint8Array, names: readonly string[]): Promise<DecodedRows> {
  const buffer = new Uint8Array(file).buffer;
  const metadata = parquetMetadata(buffer);
  const length = Number(metadata.num_rows);
  const columns = names.map(() => new Array<CopyValue>(length).fill(null));
  await parquetRead({
    file: buffer,
    metadata,
    columns: [...names],
    compressors: { ZSTD: (bytes) => new Uint8Array(zstdDecompressSync(bytes)) },
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = columns[names.indexOf(columnName)] ?? [];
      for (let index = 0; index < columnData.length; index++) column[rowStart + index] = columnData[index];
    },
  });
  return {
    length,
    *[Symbol.iterator]() {
      for (let row = 0; row < length; row++) yield columns.map((column) => column[row] ?? null);
    },
  };
}
