import type { Database, Transaction } from "../ports.ts";
import { rawPrefix } from "../posts/keys.ts";
import type { AnalysisManifest } from "./analysis-manifest.ts";
import { analysisPrefix } from "./keys.ts";
import { writeCounts } from "./run-counts.ts";
import { addUpStations } from "./station-sums.ts";

export interface StagedLoad {
  readonly loadId: number;
  readonly manifest: AnalysisManifest;
  /** What the posts came from, in its owner's words. */
  readonly source: string;
}

/**
 * Makes a staged load the visible one of its run, in one transaction: its figures, the run's counts and
 * lineage, which version of each post is the current one. What the run showed before goes in the same moment.
 */
export async function showLoad(database: Database, load: StagedLoad): Promise<void> {
  await countRows(database);
  await database.transaction(async (transaction) => {
    await addUpStations(transaction, load.loadId);
    await pointRunAt(transaction, load);
    await writeLineage(transaction, load);
    await settleVersions(transaction, load.loadId);
    await transaction.query("delete from citypulse.loads where run_id = $1 and load_id <> $2", [
      load.manifest.runId,
      load.loadId,
    ]);
  });
}

/**
 * Until its autovacuum comes by, PostgreSQL plans as if what was just staged were not there: many times slower.
 * How many rows there are matters, and how they are distributed hardly, so a small sample will do.
 */
const countRows = (database: Database): Promise<void> =>
  database.transaction(async (transaction) => {
    await transaction.query("set local default_statistics_target = 10");
    await transaction.query(
      "analyze citypulse.posts (post_id, load_id), citypulse.neighbourhood_runs, citypulse.runs",
    );
  });

async function pointRunAt(transaction: Transaction, { loadId, manifest, source }: StagedLoad): Promise<void> {
  const { runId, engine, codeVersion, counts } = manifest;
  await transaction.query(
    `update citypulse.runs set engine = $2, code_version = $3
     where pipeline = 'neighbourhood' and run_id = $1`,
    [runId, engine, codeVersion],
  );
  await transaction.query(
    "update citypulse.neighbourhood_runs set load_id = $2, source = $3 where run_id = $1",
    [runId, loadId, source],
  );
  await writeCounts(transaction, runId, counts);
}

/** The three rows for every batch, under the names that the original gave to its tasks. */
async function writeLineage(transaction: Transaction, { manifest, source }: StagedLoad): Promise<void> {
  const { runId, engine, codeVersion } = manifest;
  const raw = rawPrefix(runId);
  const results = `${analysisPrefix(runId)}posts/, ${analysisPrefix(runId)}topics/`;
  const jobs = [
    ["get_twitter_data", "External: Twitter API", raw],
    ["all_spark_jobs", raw, results],
    ["save_result_to_postgres_db", results, "london_schema.sentiment, london_schema.topics"],
  ];
  await transaction.query("delete from citypulse.lineage where run_id = $1", [runId]);
  for (const [index, [step, from, to]] of jobs.entries())
    await transaction.query(
      `insert into citypulse.lineage
         (run_id, job_nr, step, source, destination, posts_from, engine, code_version)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [runId, index + 1, step, from, to, source, engine, codeVersion],
    );
}

/** What no other load holds is settled from the first: most posts of a week are new. */
async function settleVersions(transaction: Transaction, loadId: number): Promise<void> {
  await transaction.query(
    `select citypulse.settle_versions(array(
       select mine.post_id from citypulse.posts mine where mine.load_id = $1
       and exists (select from citypulse.posts other where other.post_id = mine.post_id and other.load_id <> $1)
     )) where exists (select from citypulse.loads where load_id <> $1)`,
    [loadId],
  );
}
