import { z } from "zod";
import { AnalysisFailed, InvalidInput } from "../errors.ts";
import type { Database, ObjectStore } from "../ports.ts";
import { rawManifestKey } from "../posts/keys.ts";
import { RawManifest } from "../posts/raw-manifest.ts";
import { encodeJson, readJson, sha256 } from "../runs/manifest.ts";
import { AnalysisManifest } from "./analysis-manifest.ts";
import { analysisManifestKey } from "./keys.ts";
import { Run } from "./run.ts";
import { addRunRow } from "./run-counts.ts";
import { showLoad } from "./show-load.ts";
import { type StageFilesPorts, stageFiles } from "./stage-files.ts";

const State = z.object({ run: Run });

export interface LoadResultsPorts extends StageFilesPorts {
  /** A run with a larger share of rejected records fails, and nothing of it is loaded. */
  readonly maxRejectedShare: number;
}

export interface Loaded {
  /** The number of files staged, where some are left. */
  readonly cursor: number | null;
  readonly done: boolean;
  readonly accepted: number;
}

/**
 * Stages the files that the analysis' manifest lists, each in one transaction and once, then makes the run
 * visible all at once, lineage included. Until then no reader sees a row of it, and what was visible of the
 * run before stays. Throws InvalidInput where too much was rejected, AnalysisFailed where the numbers do not
 * add up, DatabaseUnavailable.
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

/** The source that the run's earlier load named: the raw pages may be gone by now. */
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

/** The share is of all records that were there: a bad one cannot say whether the run asked for it. */
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
    { hint: `Each rejected record stands with its reason under quarantine/run=${runId}/.` },
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
      hint: "Somebody removed it meanwhile; start the run again with the same id.",
    });
  return load.load_id;
}
