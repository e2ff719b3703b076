import { parquetWriteBuffer } from "hyparquet-writer";
import type { TopicRow } from "../../analysis/topics/rank.ts";
import type { CopyValue } from "../ports.ts";
import { readRows } from "./post-table.ts";

/** The columns of `topics/*.parquet` and of `citypulse.topics`; station null is the whole city. */
export const TOPIC_COLUMNS = ["station", "rank", "term", "posts", "score", "example_post_id"] as const;

export function encodeTopics(rows: readonly TopicRow[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "station", type: "STRING", nullable: true, data: rows.map((row) => row.station) },
        { name: "rank", type: "INT32", nullable: false, data: rows.map((row) => row.rank) },
        { name: "term", type: "STRING", nullable: false, data: rows.map((row) => row.term) },
        { name: "posts", type: "INT64", nullable: false, data: rows.map((row) => BigInt(row.posts)) },
        { name: "score", type: "DOUBLE", nullable: false, data: rows.map((row) => row.score) },
        {
          name: "example_post_id",
          type: "INT64",
          nullable: false,
          data: rows.map((row) => BigInt(row.examplePostId)),
        },
      ],
    }),
  );
}

/** The rows of a topics file, as values in the order of TOPIC_COLUMNS. */
export const decodeTopics = (file: Uint8Array): Promise<CopyValue[][]> => readRows(file, TOPIC_COLUMNS);
