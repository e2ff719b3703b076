import type { Queries } from "../ports.ts";
import type { Counts } from "./analysis-manifest.ts";

/** Gives the run its row in `citypulse.neighbourhood_runs`, which its load refers to; changes nothing if it has one. */
export async function addRunRow(database: Queries, runId: string): Promise<void> {
  await database.query(
    `insert into citypulse.neighbourhood_runs (run_id)
     select run_id from citypulse.runs where pipeline = 'neighbourhood' and run_id = $1
     on conflict do nothing`,
    [runId],
  );
}

/** Writes what became of the run's records. */
export async function writeCounts(database: Queries, runId: string, posts: Counts): Promise<void> {
  await addRunRow(database, runId);
  await database.query(
    `update citypulse.neighbourhood_runs
     set posts_read = $2, accepted = $3, duplicates = $4, unplaced = $5, rejected = $6
     where run_id = $1`,
    [runId, posts.read, posts.accepted, posts.duplicates, posts.unplaced, posts.rejected],
  );
}
