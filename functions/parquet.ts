import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { parquetMetadata, parquetRead } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { CopyValue } from "./ports.ts";

/** How a column is stored. Cells of TIMESTAMP are milliseconds since 1970 in UTC. */
export interface ColumnType {
  readonly type: "INT32" | "INT64" | "DOUBLE" | "BOOLEAN" | "STRING" | "TIMESTAMP";
  readonly nullable?: true;
  /** Few different values: each is stored once. */
  readonly repetitive?: true;
}

type Cell = string | number | bigint | boolean | null;
export type Cells = readonly Cell[] | Int32Array | Float64Array | BigInt64Array;

export interface Column extends ColumnType {
  readonly name: string;
  readonly cells: Cells;
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
        data: ArrayBuffer.isView(cells) ? cells : [...cells],
        // A dictionary is worth its time only if values repeat. No reader filters by statistics.
        ...(repetitive === true ? {} : { encoding: "PLAIN" }),
      })),
      codec: "ZSTD",
      compressors: { ZSTD: compress },
      statistics: false,
      rowGroupSize: Number.MAX_SAFE_INTEGER,
    }),
  );
}

/** Rows as COPY takes them; they are put together as they are read, so that only the columns take memory. */
export interface DecodedRows {
  readonly length: number;
  /** All rows, each with the same values before its own. */
  rows(...before: CopyValue[]): Iterable<CopyValue[]>;
}

/** The named columns of a Parquet file: each row has its values in the order of the names. */
export async function decodeTable(file: Uint8Array, names: readonly string[]): Promise<DecodedRows> {
  const buffer = new Uint8Array(file).buffer;
  const metadata = parquetMetadata(buffer);
  const length = Number(metadata.num_rows);
  const chunks = names.map((): ColumnChunk[] => []);
  await parquetRead({
    file: buffer,
    metadata,
    columns: [...names],
    compressors: { ZSTD: (bytes) => new Uint8Array(zstdDecompressSync(bytes)) },
    onChunk: ({ columnName, columnData, rowStart }) => {
      chunks[names.indexOf(columnName)]?.push({ rowStart, cells: columnData });
    },
  });
  const columns = chunks.map(joinChunks);
  return {
    length,
    *rows(...before) {
      for (let row = 0; row < length; row++) {
        const values = [...before];
        for (const column of columns) values.push(column[row] ?? null);
        yield values;
      }
    },
  };
}

interface ColumnChunk {
  readonly rowStart: number;
  readonly cells: ArrayLike<CopyValue>;
}

/** A file of one row group, as encodeTable writes it, has one chunk a column: there is nothing to put together. */
const joinChunks = (chunks: readonly ColumnChunk[]): ArrayLike<CopyValue> =>
  chunks.length === 1
    ? (chunks[0]?.cells ?? [])
    : chunks
        .toSorted((left, right) => left.rowStart - right.rowStart)
        .flatMap(({ cells }) => Array.from(cells));
