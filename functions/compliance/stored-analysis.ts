import { z } from "zod";
import type { AnalysedPost } from "../../analysis/analyse-posts.ts";
import { AnalysisFailed, messageOf } from "../errors.ts";
import { postBatchBuilder } from "../neighbourhood/post-batch.ts";
import { decodePostTable, encodePostTable, POST_COLUMNS } from "../neighbourhood/result-tables.ts";
import type { ObjectStore } from "../ports.ts";
import { type ManifestFile, writeFile } from "../runs/manifest.ts";

/** A row of `posts/*.parquet`. */
export interface StoredPost {
  readonly post: AnalysedPost;
  readonly rawKey: string;
}

const Id = z.union([z.bigint(), z.string(), z.number()]).transform(String);
const Row = z
  .object({
    post_id: Id,
    version_id: Id,
    versions: z.number(),
    created_at: z.date(),
    text: z.string(),
    language: z.string().nullable(),
    author_id: Id.nullable(),
    longitude: z.number().nullable(),
    latitude: z.number().nullable(),
    station: z.string().nullable(),
    metres: z.number().nullable(),
    other_stations: z.string().transform((names) => z.array(z.string()).parse(JSON.parse(names))),
    compound: z.number(),
    masked: z.number(),
    neg: z.number(),
    neu: z.number(),
    pos: z.number(),
    raw_key: z.string(),
    source_file: z.string(),
    source_line: z.number(),
  })
  .transform(
    ({ longitude, latitude, raw_key, ...row }): StoredPost => ({
      rawKey: raw_key,
      post: {
        id: row.post_id,
        version: row.version_id,
        versions: row.versions,
        createdAt: row.created_at.toISOString(),
        text: row.text,
        language: row.language,
        author: row.author_id,
        point: longitude === null || latitude === null ? null : { longitude, latitude },
        origin: { page: "", file: row.source_file, line: row.source_line },
        station: row.station,
        metres: row.metres,
        others: row.other_stations,
        compound: row.compound,
        masked: row.masked,
        neg: row.neg,
        neu: row.neu,
        pos: row.pos,
      },
    }),
  );

/** Throws AnalysisFailed where there is no such table. */
export async function readPostTable(store: ObjectStore, key: string): Promise<StoredPost[]> {
  try {
    const table = await decodePostTable((await store.read(key)) ?? new Uint8Array());
    return Array.from(table.rows(), (values) =>
      Row.parse(Object.fromEntries(POST_COLUMNS.map((column, index) => [column, values[index]]))),
    );
  } catch (cause) {
    throw new AnalysisFailed(`The object ${key} is not a table of posts (${messageOf(cause)}).`, {
      hint: "Remove its run, of which the raw pages are gone: its posts cannot be checked.",
      cause,
    });
  }
}

export function writePostTable(
  store: ObjectStore,
  key: string,
  posts: readonly StoredPost[],
): Promise<ManifestFile> {
  const batch = postBatchBuilder();
  for (const { post, rawKey } of posts) batch.add(post, rawKey);
  return writeFile(store, key, posts.length, encodePostTable(batch.take()));
}

/** One line under `quarantine/`: a record that could not be used, and why. */
const Rejected = z.object({
  reason: z.string(),
  file: z.string(),
  line: z.number().int(),
  record: z.string(),
});
export interface Rejected extends z.infer<typeof Rejected> {
  /** The line as it stands there. */
  readonly text: string;
}

/** Throws AnalysisFailed where the object is damaged. */
export async function readQuarantine(store: ObjectStore, key: string): Promise<Rejected[]> {
  const text = new TextDecoder().decode(await store.read(key));
  try {
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => ({ ...Rejected.parse(JSON.parse(line)), text: line }));
  } catch (cause) {
    throw new AnalysisFailed(`The object ${key} does not hold rejected records.`, {
      hint: "Remove it: nothing but people reads it.",
      cause,
    });
  }
}

export const writeQuarantine = (
  store: ObjectStore,
  key: string,
  rejected: readonly Rejected[],
): Promise<ManifestFile> =>
  writeFile(
    store,
    key,
    rejected.length,
    new TextEncoder().encode(rejected.map(({ text }) => `${text}\n`).join("")),
  );
