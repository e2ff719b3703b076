import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { beforeEach, expect, test } from "vitest";
import { migrate } from "../../../functions/adapters/database/migrate.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { inPages, records } from "../../support/neighbourhood/records.ts";
import { readTables } from "../../support/neighbourhood/rows.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const MIGRATIONS = fileURLToPath(new URL("../../../functions/migrations", import.meta.url));

/** A database as people had it before runs belonged to pipelines; the file says what is in it. */
const DUMP = readFileSync(new URL("../../fixtures/database/before-pipelines.sql", import.meta.url), "utf8");

/** What other people's dashboards read. */
const VIEWS = ["sentiment", "topics", "station_topics", "commonest_words", "data_lineage", "vsentiment"];

const newDatabase = testDatabases();
let place: TestDatabase;

beforeEach(async () => {
  place = await newDatabase();
  const client = new pg.Client(place.connection);
  await client.connect();
  await client.query(DUMP);
  await client.query("insert into london_schema.housing_prices values ('Camden Town', 500000), ('Bank', 7)");
  await client.end();
});

const readViews = async (): Promise<Record<string, unknown[]>> =>
  Object.fromEntries(
    await Promise.all(
      VIEWS.map(async (view) => [
        view,
        await place.database.query(`select to_jsonb(t)::text as row from london_schema.${view} t order by 1`),
      ]),
    ),
  );

test("a database of before is migrated, and shows what it showed", async () => {
  const before = await readViews();
  expect(before.sentiment).toHaveLength(60);
  await migrate(place.connection);
  expect(await readViews()).toEqual(before);
});

test("its runs are the neighbourhood's, with the counts that they had", async () => {
  const before = await place.database.query<Record<string, unknown>>(
    "select * from citypulse.runs order by run_id",
  );
  await migrate(place.connection);
  const after = await place.database.query(
    "select * from citypulse.runs join citypulse.neighbourhood_runs using (pipeline, run_id) order by run_id",
  );
  expect(after).toEqual(before.map((run) => ({ ...run, pipeline: "neighbourhood" })));
  expect(before.map(({ status }) => status)).toEqual(["succeeded", "succeeded", "failed"]);
});

test("the next run is made in it, and removing a run is one statement", async () => {
  await migrate(place.connection);
  const migrated = await readViews();
  await pipelineOf(await newStore(), place).go("20261123T060000Z", inPages(records(1, 9), 3));
  expect((await readViews()).sentiment).toHaveLength(69);
  await place.database.query(
    "delete from citypulse.runs where pipeline = 'neighbourhood' and run_id = '20261123T060000Z'",
  );
  expect(await readViews()).toEqual(migrated);
  await place.database.query("delete from citypulse.runs");
  const left = await readTables(place.database);
  for (const table of [
    "posts",
    "loads",
    "loaded_files",
    "topics",
    "station_sums",
    "lineage",
    "neighbourhood_runs",
  ])
    expect(left[`citypulse.${table}`], table).toEqual([]);
});

test("migrating it again changes nothing", async () => {
  await migrate(place.connection);
  const before = await readTables(place.database);
  await migrate(place.connection);
  expect(await readTables(place.database)).toEqual(before);
});

test("the migrations are one sequence, in which each has a number of its own", () => {
  const numbers = readdirSync(MIGRATIONS).map((file) => Number(/^(\d{3})_[a-z0-9_]+\.sql$/.exec(file)?.[1]));
  expect(numbers.toSorted((left, right) => left - right)).toEqual(numbers.map((_, index) => index + 1));
});
