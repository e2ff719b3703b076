import { type Counts, NO_POSTS } from "../neighbourhood/analysis-manifest.ts";
import { LATEST_KEY, PUBLISHED, publishedKey } from "../neighbourhood/keys.ts";
import { writeCounts } from "../neighbourhood/run-counts.ts";
import type { Database, ObjectStore } from "../ports.ts";
import { hasLeases } from "../runs/lease.ts";
import { encodeJson, readJson } from "../runs/manifest.ts";
import { isNewer, Latest } from "../runs/published.ts";

/**
 * Takes everything of a run that holds no post out of tables and published files, as if it had never found one; what
 * was staged for it goes too. `latest.json` goes back to the newest run that is left.
 *
 * @param counts what its analysis came to; null where there is none.
 */
export async function withdrawRun(
  runId: string,
  counts: Counts | null,
  { store, database }: { readonly store: ObjectStore; readonly database: Database },
): Promise<void> {
  const keys = (["manifest", "run", "stations"] as const).map((name) => publishedKey(runId, name));
  if ((await readJson(store, LATEST_KEY, Latest))?.runId === runId) await pointElsewhere(runId, store);
  await store.remove(keys);
  // Last: while the run is visible, an interrupted withdrawal is repeated.
  await withdrawRows(runId, counts ?? NO_POSTS, database);
}

async function withdrawRows(runId: string, counts: Counts, database: Database): Promise<void> {
  if (!(await hasLeases(database))) return;
  await database.transaction(async (transaction) => {
    // A run that was seen is empty from now on; one that failed stays failed.
    const seen = await transaction.query(
      "update citypulse.neighbourhood_runs set source = null where run_id = $1 and load_id is not null returning run_id",
      [runId],
    );
    if (seen.length > 0) {
      await transaction.query(
        "update citypulse.runs set status = 'empty' where pipeline = 'neighbourhood' and run_id = $1",
        [runId],
      );
      await writeCounts(transaction, runId, counts);
    }
    await transaction.query("delete from citypulse.lineage where run_id = $1", [runId]);
    await transaction.query("delete from citypulse.loads where run_id = $1", [runId]);
  });
}

async function pointElsewhere(runId: string, store: ObjectStore): Promise<void> {
  let newest: Latest | undefined;
  for (const key of await store.list(PUBLISHED[0])) {
    if (!key.endsWith("/manifest.json") || key === publishedKey(runId, "manifest")) continue;
    const published = await readJson(store, key, Latest);
    if (published !== undefined && (newest === undefined || isNewer(published, newest))) newest = published;
  }
  if (newest === undefined) await store.remove([LATEST_KEY]);
  else await store.write(LATEST_KEY, encodeJson(newest));
}
