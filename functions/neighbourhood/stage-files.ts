import { withConcurrency } from "../concurrency.ts";
import { AnalysisFailed, messageOf } from "../errors.ts";
import type { Clock, Database, ObjectStore, Progress, Queries } from "../ports.ts";
import { type ManifestFile, readListedFile } from "../runs/manifest.ts";
import type { AnalysisManifest } from "./analysis-manifest.ts";
import type { DecodedRows } from "./parquet.ts";
import { decodePostTable, decodeTopicTable, POST_COLUMNS, TOPIC_COLUMNS } from "./result-tables.ts";

export interface StageFilesPorts {
  readonly store: ObjectStore;
  readonly database: Database;
  readonly clock: Clock;
  readonly progress: Progress;
}

interface TableFile {
  readonly table: string;
  readonly columns: readonly string[];
  readonly file: ManifestFile;
  decode(body: Uint8Array): Promise<DecodedRows>;
}

const FILE_MILLISECONDS = 120_000;

/** One is unpacked while the database stores the other. */
const FILES_AT_A_TIME = 2;

/**
 * Copies the files that the manifest lists under the load, each in one transaction and once, as many as the
 * time allows. Returns the number of files staged, and whether that is all of them.
 */
export async function stageFiles(
  manifest: AnalysisManifest,
  loadId: number,
  ports: StageFilesPorts,
): Promise<{ readonly staged: number; readonly done: boolean }> {
  const files = tableFiles(manifest);
  const staged = await readStaged(ports.database, loadId);
  const left = files.filter((item) => !staged.has(item.file.key));
  const total = left.reduce((sum, item) => sum + item.file.rows, 0);
  let rows = 0;
  const begun = await withConcurrency(left, {
    size: FILES_AT_A_TIME,
    hasTime: () => ports.clock.remaining() >= FILE_MILLISECONDS,
    work: async (item) => {
      const copied = await stageFile(item, loadId, ports);
      // Not in one line: another lane may have added its rows meanwhile.
      rows += copied;
      ports.progress(rows, total, "rows");
    },
  });
  return { staged: files.length - left.length + begun, done: begun === left.length };
}

const tableFiles = (manifest: AnalysisManifest): TableFile[] => [
  ...manifest.posts.map((file) => ({
    table: "citypulse.posts",
    columns: POST_COLUMNS,
    file,
    decode: decodePostTable,
  })),
  ...manifest.topics.map((file) => ({
    table: "citypulse.topics",
    columns: TOPIC_COLUMNS,
    file,
    decode: decodeTopicTable,
  })),
];

async function readStaged(database: Queries, loadId: number): Promise<Set<string>> {
  const rows = await database.query<{ key: string }>(
    "select key from citypulse.loaded_files where load_id = $1",
    [loadId],
  );
  return new Set(rows.map((row) => row.key));
}

/** Returns the number of rows. */
async function stageFile(
  { file, table, columns, decode }: TableFile,
  loadId: number,
  { store, database }: StageFilesPorts,
): Promise<number> {
  const decoded = await decode(await readListedFile(store, file)).catch((cause: unknown) => {
    throw new AnalysisFailed(`The object ${file.key} is no table of ${table} (${messageOf(cause)}).`, {
      hint: "docs/data-contract.md says which columns, types and compression it must have.",
      cause,
    });
  });
  await database.transaction(async (transaction) => {
    await transaction.copy(table, ["load_id", ...columns], decoded.rows(loadId));
    await transaction.query("insert into citypulse.loaded_files (load_id, key, rows) values ($1, $2, $3)", [
      loadId,
      file.key,
      decoded.length,
    ]);
  });
  return decoded.length;
}
