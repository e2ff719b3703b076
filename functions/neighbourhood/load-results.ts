import { z } from "zod";
import { withConcurrency } from "../concurrency.ts";
import { AnalysisFailed, InvalidInput, messageOf } from "../errors.ts";
import type { DecodedRows } from "../parquet.ts";
import type { Clock, Database, ObjectStore, Progress, Queries } from "../ports.ts";
import { rawManifestKey } from "../posts/keys.ts";
import { RawManifest } from "../posts/raw-manifest.ts";
import { encodeJson, type ManifestFile, readJson, readListedFile, sha256 } from "../runs/manifest.ts";
import { AnalysisManifest } from "./analysis-manifest.ts";
import { analysisManifestKey } from "./keys.ts";
import { decodePostTable, decodeTopicTable, POST_COLUMNS, TOPIC_COLUMNS } from "./result-tables.ts";
import { Run } from "./run.ts";
import { addRunRow } from "./run-counts.ts";
import { showLoad } from "./show-load.ts";

const State = z.object({ run: Run });

export interface LoadResultsPorts {
  readonly store: ObjectStore;
  readonly database: Database;
  readonly clock: Clock;
  readonly progress: Progress;
  /** A run with a larger share of rejected records fails, and nothing of it is loaded. */
  readonly maxRejectedShare: number;
}

export interface Loaded {
  /** The number of files staged; null if none is left. */
  readonly cursor: number | null;
  readonly done: boolean;
  readonly accepted: number;
}

/**
 * Stages the files that the analysis' manifest lists, each once and in one transaction. Then it makes the run visible in
 * one step, including its lineage. Until then readers see none of its rows, and an earlier load of the run stays
 * visible. Throws InvalidInput if too many records were rejected, AnalysisFailed if the counts do not add up,
 * DatabaseUnavailable.
 */
export async function loadResults(event: unknown, ports: LoadResultsPorts): Promise<Loaded> {
  const { run } = State.parse(event);
  const { store, database } = ports;
  const manifest = await readManifest(store, run);
  refuseTooManyRejections(manifest, ports.maxRejectedShare);
  const { accepted } = manifest.counts;
  if (accepted === 0) return { cursor: null, done: true, accepted };

  const loadId = await openLoad(database, manifest);
  const { staged, done } = await stageFiles(manifest, loadId, ports);
  if (!done) return { cursor: staged, done, accepted };
  const raw = await readJson(store, rawManifestKey(run.runId), RawManifest);
  const source = raw?.source ?? (await knownSource(database, run.runId)) ?? "unknown";
  await showLoad(database, { loadId, manifest, source });
  return { cursor: null, done: true, accepted };
}

/** The source that an earlier load of the run named: its raw pages can be gone. */
async function knownSource(database: Database, runId: string): Promise<string | null> {
  const [row] = await database.query<{ source: string | null }>(
    "select source from citypulse.neighbourhood_runs where run_id = $1",
    [runId],
  );
  return row?.source ?? null;
}

async function readManifest(store: ObjectStore, run: Run): Promise<AnalysisManifest> {
  const key = analysisManifestKey(run.runId);
  const manifest = await readJson(store, key, AnalysisManifest);
  if (manifest === undefined) throw new AnalysisFailed(`There is no ${key}: the analysis did not finish.`);
  const { read, accepted, duplicates, unplaced, rejected } = manifest.counts;
  const rows = manifest.posts.reduce((total, file) => total + file.rows, 0);
  if (read !== accepted + duplicates + rejected || unplaced > accepted || rows !== accepted)
    throw new AnalysisFailed(
      `The counts in ${key} do not add up: ${JSON.stringify(manifest.counts)} beside ${rows} rows of posts.`,
    );
  return manifest;
}

/** The share is of all records, because a bad record does not show whether the run asked for it. */
function refuseTooManyRejections(manifest: AnalysisManifest, maximumShare: number): void {
  const { counts, outside, reasons, runId } = manifest;
  const commonest = reasons[0];
  const records = counts.read + outside;
  const share = counts.rejected / records;
  // Divided rather than multiplied: 29 / 100 is the very number that 0.29 is, and 0.29 * 100 is less than 29.
  if (commonest === undefined || share <= maximumShare) return;
  const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;
  throw new InvalidInput(
    `${counts.rejected} of ${records} records were rejected (${percent(share)}; ` +
      `the limit is ${percent(maximumShare)}), so nothing of run ${runId} was loaded. ` +
      `The commonest reason: ${commonest.reason} (${commonest.records} times, first in ` +
      `${commonest.file}, line ${commonest.line}).`,
    { hint: `Each rejected record is stored with its reason under quarantine/run=${runId}/.` },
  );
}

async function openLoad(database: Database, manifest: AnalysisManifest): Promise<number> {
  const values = [manifest.runId, sha256(encodeJson(manifest)), manifest.codeVersion];
  await addRunRow(database, manifest.runId);
  await database.query(
    `insert into citypulse.loads (run_id, manifest_sha256, code_version)
     select run_id, $2, $3 from citypulse.neighbourhood_runs where run_id = $1
     on conflict (run_id, manifest_sha256) do nothing`,
    values,
  );
  const [load] = await database.query<{ load_id: number }>(
    "select load_id from citypulse.loads where run_id = $1 and manifest_sha256 = $2",
    values.slice(0, 2),
  );
  if (load === undefined)
    throw new AnalysisFailed(`Run ${manifest.runId} has no row in citypulse.runs, so nothing was loaded.`, {
      hint: "It was removed in the meantime. Start the run again with the same id.",
    });
  return load.load_id;
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
async function stageFiles(
  manifest: AnalysisManifest,
  loadId: number,
  ports: LoadResultsPorts,
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
      // Two statements: during the await another file can add its rows.
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
  { store, database }: LoadResultsPorts,
): Promise<number> {
  const decoded = await decode(await readListedFile(store, file)).catch((cause: unknown) => {
    throw new AnalysisFailed(`The object ${file.key} is not a table of ${table} (${messageOf(cause)}).`, {
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
