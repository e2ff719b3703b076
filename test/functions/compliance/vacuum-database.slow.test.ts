import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { postgresDatabase } from "../../../functions/adapters/database/postgres.ts";
import { vacuumDatabase } from "../../../functions/compliance/vacuum-database.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { inPages, records } from "../../support/neighbourhood/records.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();

async function filled(): Promise<TestDatabase> {
  const made = await newDatabase();
  await pipelineOf(await newStore(), made).go("20261116T060000Z", inPages(records(1, 30), 10));
  return made;
}

/** A session of somebody else, in the middle of a transaction. */
async function readerOf({ connection }: TestDatabase, ...statements: string[]): Promise<pg.Client> {
  const reader = new pg.Client({ ...connection, application_name: "dashboard" });
  reader.on("error", () => {});
  await reader.connect();
  onTestFinished(() => reader.end());
  for (const statement of ["begin isolation level repeatable read", ...statements])
    await reader.query(statement);
  return reader;
}

/** The numbers of the files that hold the tables. */
const filesOf = async ({ database }: TestDatabase): Promise<unknown> =>
  database.query(
    `select relname, relfilenode from pg_class where relnamespace = 'citypulse'::regnamespace
     and relname in ('posts', 'topics', 'runs', 'posts_pkey') order by 1`,
  );

test("the tables that hold words lie in other files afterwards, with their indexes", async () => {
  const made = await filled();
  const before = await filesOf(made);

  expect(await vacuumDatabase({}, made)).toEqual({ tables: 3 });

  const after = await filesOf(made);
  expect(JSON.stringify(after).match(/"relfilenode":\d+/g)).toHaveLength(4);
  for (const file of JSON.stringify(after).match(/"relfilenode":\d+/g) ?? [])
    expect(JSON.stringify(before)).not.toContain(file);
  expect(await made.database.query("select count(*) from london_schema.sentiment")).toEqual([
    { count: "30" },
  ]);
});

test("there is nothing to do before the first run", async () => {
  expect(await vacuumDatabase({}, await newDatabase())).toEqual({ tables: 0 });
});

test("no words are left in the statistics", async () => {
  const made = await filled();
  await made.database.query("analyze");
  const columns = await made.database.query<{ name: string }>(
    "select tablename || '.' || attname as name from pg_stats where schemaname = 'citypulse'",
  );
  const names = columns.map(({ name }) => name);
  expect(names).toContain("posts.post_id");
  for (const name of ["posts.text", "topics.term", "runs.error_message"]) expect(names).not.toContain(name);
});

describe("rows that somebody may still see would stay in the files, so it fails", () => {
  test("while a session looks at an older state, and names it", async () => {
    const made = await filled();
    const before = await filesOf(made);
    await readerOf(made, "select count(*) from citypulse.posts");
    await made.database.query("delete from citypulse.posts where post_id = 1");

    await expect(vacuumDatabase({}, made)).rejects.toMatchObject({
      name: "DatabaseUnavailable",
      message: expect.stringMatching(
        /^Rows that were removed are still seen.*: session \d+ \(citypulse, dashboard, idle in/,
      ),
    });
    expect(await filesOf(made)).toEqual(before);
  });

  test("but not for a session that looks at what is there now", async () => {
    const made = await filled();
    await readerOf(made);
    expect(await vacuumDatabase({}, made)).toEqual({ tables: 3 });
  });
});

test("a table that others use is waited for as long as the session says, and no longer", async () => {
  const made = await filled();
  await readerOf(made, "lock table citypulse.topics in access share mode");
  const impatient = postgresDatabase({ ...made.connection, options: "-c lock_timeout=200" });
  onTestFinished(() => impatient.close());

  await expect(vacuumDatabase({}, { database: impatient })).rejects.toMatchObject({
    name: "DatabaseUnavailable",
    message: "The table citypulse.topics is in use, so it cannot be rewritten.",
  });
});

test("a role that may only maintain the tables can do it, and sees who hinders it", async () => {
  const made = await filled();
  const password = "of-the-test";
  await made.database.query(`create role keeper_of_tables login password '${password}'`);
  onTestFinished(async () => void (await made.database.query("drop owned by keeper_of_tables")));
  await made.database.query("grant usage on schema citypulse to keeper_of_tables");
  await made.database.query("grant select, maintain on all tables in schema citypulse to keeper_of_tables");
  const keeper = postgresDatabase({ ...made.connection, user: "keeper_of_tables", password });
  onTestFinished(() => keeper.close());

  expect(await vacuumDatabase({}, { database: keeper })).toEqual({ tables: 3 });
  await readerOf(made, "select count(*) from citypulse.posts");
  await made.database.query("delete from citypulse.posts where post_id = 1");
  await expect(vacuumDatabase({}, { database: keeper })).rejects.toMatchObject({
    message: expect.stringMatching(/session \d+/),
  });
});
