import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addSums, NO_SUMS, type Sums, sumsOf } from "../../../analysis/statistics/sums.ts";
import { migrate } from "../../../functions/adapters/database/migrate.ts";
import { addUpStations, readSums } from "../../../functions/neighbourhood/station-sums.ts";
import type { Queries } from "../../../functions/ports.ts";
import { testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { records } from "../../support/neighbourhood/records.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const MIGRATIONS = join(import.meta.dirname, "../../../functions/migrations");
const newDatabase = testDatabases();

/** The sums of the posts' scores in a run's rows, by the definition; under null those near no station. */
async function sumsByHand(database: Queries): Promise<Map<string | null, Sums>> {
  const rows = await database.query<{ station: string | null; compounds: number[] }>(
    "select station, array_agg(compound) as compounds from citypulse.posts group by station",
  );
  return new Map(rows.map(({ station, compounds }) => [station, sumsOf(compounds)]));
}

test("the database adds up what the definition does, for each station and for all posts", async () => {
  const place = await newDatabase();
  await pipelineOf(await newStore(), place).go("2026-11-16", [records(30, 30)]);
  const byHand = await sumsByHand(place.database);
  const { city, stations } = await readSums(place.database, "2026-11-16");
  expect(city).toEqual([...byHand.values()].reduce(addSums, NO_SUMS));
  expect(byHand.delete(null)).toBe(true);
  expect(stations.size).toBe(2);
  expect(stations).toEqual(byHand);
  expect(city.cubes).not.toBe(0n);
});

test("a hundred thousand of the highest scores overflow no column", async () => {
  const { connection, database } = await newDatabase();
  await migrate(connection);
  await insertRun(database, "pipeline, run_id", "'neighbourhood', 'r'");
  await database.query("insert into citypulse.neighbourhood_runs (run_id) values ('r')");
  await insertPosts(database, "select 'Bank', 10000 from generate_series(1, 100000)");
  await database.query("update citypulse.neighbourhood_runs set load_id = 1");
  await addUpStations(database, 1);
  const { city } = await readSums(database, "r");
  expect(city).toMatchObject({
    n: 100_000,
    sum: 1e9,
    squares: 10n ** 13n,
    cubes: 10n ** 17n,
    fourths: 10n ** 21n,
  });
});

test("what was loaded before the third and fourth powers were added up has them after the migration", async () => {
  const { connection, database } = await newDatabase();
  const before = await mkdtemp(join(tmpdir(), "citypulse-migrations-"));
  await cp(join(MIGRATIONS, "001_neighbourhood.sql"), join(before, "001_neighbourhood.sql"));
  await migrate(connection, before);
  await rm(before, { recursive: true });
  await insertRun(database, "run_id", "'r'");
  await insertPosts(database, "values ('Bank', 5000), ('Bank', -200), ('Angel', 3), (null, 7)");
  await database.query(
    `insert into citypulse.station_sums (load_id, station, n, compound, squares)
     values (1, 'Bank', 2, 4800, 25040000), (1, 'Angel', 1, 3, 9), (1, null, 4, 4810, 25040058)`,
  );
  await database.query("update citypulse.runs set load_id = 1");
  await migrate(connection);
  const { city, stations } = await readSums(database, "r");
  expect(stations.get("Bank")).toEqual(sumsOf([5000, -200]));
  expect(stations.get("Angel")).toEqual(sumsOf([3]));
  expect(city).toEqual(sumsOf([5000, -200, 3, 7]));
});

/** A run by the columns that are its key, which differ from schema to schema. */
const insertRun = (database: Queries, key: string, values: string) =>
  database.query(
    `insert into citypulse.runs (${key}, scheduled_time, batch_nr, status, engine, execution, code_version, started_at)
     values (${values}, now(), 1, 'succeeded', 'lambda', 'e', '1', now())`,
  );

/** A load of that run, 1, whose posts have these stations and scores. */
async function insertPosts(database: Queries, stationsAndCompounds: string): Promise<void> {
  await database.query(
    "insert into citypulse.loads (run_id, manifest_sha256, code_version) values ('r', 'm', '1')",
  );
  await database.query(
    `insert into citypulse.posts (load_id, post_id, version_id, versions, created_at, text, station, other_stations,
       compound, masked, neg, neu, pos, raw_key, source_file, source_line)
     select 1, row_number() over (), 1, 1, now(), 't', station, '[]', compound, 0, 0, 0, 0, 'k', 'f', 1
     from (${stationsAndCompounds}) as post(station, compound)`,
  );
}
