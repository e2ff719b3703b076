import { expect, onTestFinished, test } from "vitest";
import { lockRunOf } from "../../local/run-lock.ts";
import { type TestDatabase, testDatabases } from "../support/database.ts";

const NOW = new Date("2026-11-16T06:00:59.900Z");
const newDatabase = testDatabases();

const HOUSING = { name: "housing", contract: { fields: {} } };

/** The id that a run of now gets, whose lock is held until the test ends. */
async function startRun({ connection }: TestDatabase, runId?: string) {
  const locked = await lockRunOf(HOUSING, { runId }, connection, NOW);
  onTestFinished(() => locked.lock?.release());
  return locked;
}

async function databaseWith(...runs: string[]): Promise<TestDatabase> {
  const made = await newDatabase();
  await made.database.query("create schema citypulse");
  await made.database.query("create table citypulse.runs (run_id text)");
  for (const run of runs) await made.database.query("insert into citypulse.runs values ($1)", [run]);
  return made;
}

test("a run's id is the second in which it starts", async () => {
  expect((await startRun(await databaseWith())).runId).toBe("20261116T060059Z");
  // Before the first migration.
  expect((await startRun(await newDatabase())).runId).toBe("20261116T060059Z");
});

test("a second that other runs took gives the next free one", async () => {
  const database = await databaseWith("20261116T060059Z", "20261116T060100Z");
  expect((await startRun(database)).runId).toBe("20261116T060101Z");
});

test("runs that start in one second each get their own", async () => {
  const database = await newDatabase();
  const started = await Promise.all([startRun(database), startRun(database), startRun(database)]);
  expect(started.map(({ runId }) => runId).sort()).toEqual([
    "20261116T060059Z",
    "20261116T060100Z",
    "20261116T060101Z",
  ]);
});

test("a run that a living process runs is not started twice, and one of another pipeline may have its id", async () => {
  const database = await newDatabase();
  expect((await startRun(database, "again")).lock).not.toBeNull();
  expect((await startRun(database, "again")).lock).toBeNull();
  const markets = { ...HOUSING, name: "markets" };
  const locked = await lockRunOf(markets, { runId: "again" }, database.connection, NOW);
  expect(locked.lock).not.toBeNull();
  await locked.lock?.release();
});
