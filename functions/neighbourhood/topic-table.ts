import type { TopicRow } from "../../analysis/topics/topic-row.ts";
import { type ColumnType, type DecodedRows, decodeTable, encodeTable } from "./parquet.ts";

const TYPES = {
  station: { type: "STRING", nullable: true },
  method: { type: "STRING", repetitive: true },
  rank: { type: "INT32" },
  term: { type: "STRING" },
  posts: { type: "INT64" },
  authors: { type: "INT64", nullable: true },
  score: { type: "DOUBLE" },
  example_post_id: { type: "INT64" },
} as const satisfies Readonly<Record<string, ColumnType>>;

/** The columns of `topics/*.parquet` and of `citypulse.topics`; station null is the whole city. */
export const TOPIC_COLUMNS: readonly string[] = Object.keys(TYPES);

export const encodeTopicTable = (rows: readonly TopicRow[]): Uint8Array =>
  encodeTable([
    { name: "station", ...TYPES.station, cells: rows.map((row) => row.station) },
    { name: "method", ...TYPES.method, cells: rows.map((row) => row.method) },
    { name: "rank", ...TYPES.rank, cells: rows.map((row) => row.rank) },
    { name: "term", ...TYPES.term, cells: rows.map((row) => row.term) },
    { name: "posts", ...TYPES.posts, cells: rows.map((row) => BigInt(row.posts)) },
    {
      name: "authors",
      ...TYPES.authors,
      cells: rows.map(({ authors }) => (authors === null ? null : BigInt(authors))),
    },
    { name: "score", ...TYPES.score, cells: rows.map((row) => row.score) },
    {
      name: "example_post_id",
      ...TYPES.example_post_id,
      cells: rows.map((row) => BigInt(row.examplePostId)),
    },
  ]);

/** The rows of a topics file, as values in the order of TOPIC_COLUMNS. */
export const decodeTopicTable = (file: Uint8Array): Promise<DecodedRows> => decodeTable(file, TOPIC_COLUMNS);
