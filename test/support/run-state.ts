import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import type { Queries } from "../../functions/ports.ts";
import { sha256 } from "../../functions/runs/manifest.ts";

/**
 * What a home holds, for comparison: a checksum of every object and every row of every table that is read by
 * anybody. Left out is what differs between two equal runs: when they really ran, under which execution and on
 * which cluster, and the numbers that a sequence gave.
 */
export async function readRunState(database: Queries, store: string): Promise<Record<string, unknown>> {
  const objects: Record<string, string> = {};
  for (const key of await folderStore(store).list(""))
    objects[key] = sha256(await readFile(join(store, key)));
  return { objects, tables: await readTables(database) };
}

const TABLES: Readonly<Record<string, string>> = {
  lease: "select pipeline, run_id from citypulse.lease",
  runs: `select pipeline, run_id, scheduled_time, batch_nr, status, engine, code_version, source, posts_read, accepted,
                duplicates, unplaced, rejected, error_name, regexp_replace(error_message, 'Its log: .*', '') as error, load_id is not null as visible,
                ended_at is not null as ended
         from citypulse.runs left join citypulse.neighbourhood_runs using (pipeline, run_id) order by run_id`,
  loads: "select run_id, manifest_sha256, code_version from citypulse.loads order by 1, 2",
  loadedFiles: `select l.run_id, f.key, f.rows from citypulse.loaded_files f join citypulse.loads l using (load_id)
                order by 1, 2`,
  posts: `select l.run_id, p.*, null as load_id from citypulse.posts p left join citypulse.loads l using (load_id)
          order by l.run_id, p.post_id, p.version_id`,
  sums: `select l.run_id, s.station, s.n, s.compound, s.squares, s.cubes, s.fourths
         from citypulse.station_sums s join citypulse.loads l using (load_id) order by 1, 2`,
  allTopics: `select l.run_id, t.*, null as load_id from citypulse.topics t join citypulse.loads l using (load_id)
              order by l.run_id, t.station nulls first, t.method, t.rank`,
  sentiment: "select * from london_schema.sentiment order by post_id",
  topics: "select * from london_schema.topics",
  stationTopics: "select * from london_schema.station_topics",
  lineage: "select * from london_schema.data_lineage",
};

/** The rows of each table, as JSON texts. */
async function readTables(database: Queries): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const [name, statement] of Object.entries(TABLES))
    tables[name] = (await database.query(statement)).map((row) => JSON.stringify(row));
  return tables;
}

/** The beginning of what the state has, and the expected one has not. */
export function difference(state: Record<string, unknown>, expected: Record<string, unknown>): string {
  const lines = (value: unknown) => JSON.stringify(value, null, 1).split("\n");
  const before = new Set(lines(expected));
  return lines(state)
    .filter((line) => !before.has(line))
    .slice(0, 3)
    .join(" ")
    .slice(0, 500);
}
