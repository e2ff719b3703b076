import type { TopicRow } from "../../analysis/topics/find-topics.ts";
import { type Cells, type ColumnType, type DecodedRows, decodeTable, encodeTable } from "../parquet.ts";
import type { NameColumns, PostBatch } from "./post-batch.ts";

type PostColumn = keyof PostBatch["numbers"] | "text";

/** How each column is stored, in the order of `COPY`. */
const POST_TYPES: { readonly [Column in PostColumn]: ColumnType } = {
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

export const POST_COLUMNS: readonly string[] = Object.keys(POST_TYPES);

/** One of the `posts/*.parquet`. */
export function encodePostTable(batch: PostBatch): Uint8Array {
  const cellsOf = new Map<string, Cells>(Object.entries(cellsOfPosts(batch)));
  return encodeTable(
    Object.entries(POST_TYPES).map(([name, type]) => ({ name, ...type, cells: cellsOf.get(name) ?? [] })),
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

const TOPIC_TYPES = {
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
export const TOPIC_COLUMNS: readonly string[] = Object.keys(TOPIC_TYPES);

export const encodeTopicTable = (rows: readonly TopicRow[]): Uint8Array =>
  encodeTable([
    { name: "station", ...TOPIC_TYPES.station, cells: rows.map((row) => row.station) },
    { name: "method", ...TOPIC_TYPES.method, cells: rows.map((row) => row.method) },
    { name: "rank", ...TOPIC_TYPES.rank, cells: rows.map((row) => row.rank) },
    { name: "term", ...TOPIC_TYPES.term, cells: rows.map((row) => row.term) },
    { name: "posts", ...TOPIC_TYPES.posts, cells: rows.map((row) => BigInt(row.posts)) },
    {
      name: "authors",
      ...TOPIC_TYPES.authors,
      cells: rows.map(({ authors }) => (authors === null ? null : BigInt(authors))),
    },
    { name: "score", ...TOPIC_TYPES.score, cells: rows.map((row) => row.score) },
    {
      name: "example_post_id",
      ...TOPIC_TYPES.example_post_id,
      cells: rows.map((row) => BigInt(row.examplePostId)),
    },
  ]);

/** The rows of a topics file, as values in the order of TOPIC_COLUMNS. */
export const decodeTopicTable = (file: Uint8Array): Promise<DecodedRows> => decodeTable(file, TOPIC_COLUMNS);
