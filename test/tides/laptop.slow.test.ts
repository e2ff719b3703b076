import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { runPipeline } from "../../local/run-pipeline.ts";
import { citypulse } from "../support/citypulse.ts";
import { testDatabases } from "../support/database.ts";
import { testKills } from "../support/kill/test-kills.ts";
import { KILLED_TIDES } from "../support/tides/killed.ts";
import { tidesMigrations, tidesRun } from "../support/tides/local.ts";

// A pipeline made of new files alone, which are in test/support/tides: what CONTRIBUTING's recipe says a new one gets.

const newDatabase = testDatabases();
const program = citypulse();
let migrations: string;

beforeAll(async () => {
  migrations = await tidesMigrations();
});
afterAll(() => rm(migrations, { recursive: true }));

/** A home whose database is one of the test's server. */
async function newPlace() {
  const home = await mkdtemp(join(tmpdir(), "citypulse-tides-home-"));
  onTestFinished(() => rm(home, { recursive: true }));
  const { connection, database } = await newDatabase();
  const startDatabase = async () => ({ connection, stop: async () => {} });
  const run = (input: Readonly<Record<string, unknown>>) =>
    runPipeline(tidesRun(input), { home, migrations, startDatabase, codeVersion: "test" });
  return { run, database };
}

describe("a pipeline of new files", () => {
  test("runs on the laptop, and its rows are in its own table under its own name", async () => {
    const { run, database } = await newPlace();
    const { report } = await run({ runId: "20261116T060000Z", bridge: "london" });
    expect(report).toEqual({ runId: "20261116T060000Z", status: "succeeded" });
    expect(await database.query("select pipeline, run_id, status, engine from citypulse.runs")).toEqual([
      { pipeline: "tides", run_id: "20261116T060000Z", status: "succeeded", engine: null },
    ]);
    const [first] = await database.query("select * from tides.heights order by hour");
    expect(first).toMatchObject({ run_id: "20261116T060000Z", hour: 0, centimetres: 360 });
  });

  test("run twice leaves what it left, and removing its run is one statement", async () => {
    const { run, database } = await newPlace();
    const heights = () => database.query("select * from tides.heights order by hour");
    await run({ runId: "first" });
    const before = await heights();
    await run({ runId: "first" });
    expect(await heights()).toEqual(before);
    await database.query("delete from citypulse.runs where pipeline = 'tides' and run_id = 'first'");
    expect(await heights()).toEqual([]);
  });

  test("is not kept out by a run of another pipeline under the same id, nor keeps it out", async () => {
    const { run, database } = await newPlace();
    await run({ runId: "first" });
    await database.query(
      `insert into citypulse.lease values ('neighbourhood', 'first', 'elsewhere', now(), now() + interval '1 hour')`,
    );
    await run({ runId: "second" });
    expect(await database.query("select pipeline from citypulse.lease")).toEqual([
      { pipeline: "neighbourhood" },
    ]);
  });

  test("is refused an input that its contract does not have, before anything is made", async () => {
    const { run, database } = await newPlace();
    await expect(run({ bridge: "forth" })).rejects.toMatchObject({ name: "InvalidInput" });
    await expect(run({ height: "3" })).rejects.toThrow("height");
    expect(await database.query("select to_regclass('citypulse.runs') as runs")).toEqual([{ runs: null }]);
  });

  test("is listed by `citypulse runs`, and --pipeline shows it alone", async () => {
    const home = program.newHome();
    await runPipeline(tidesRun({ runId: "20261116T060000Z" }), { home, migrations, codeVersion: "test" });
    const listed = await program.call(["runs", "--home", home, "--json"]);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { pipeline: "tides", runId: "20261116T060000Z", status: "succeeded", read: null },
    ]);
    const table = await program.call(["runs", "--home", home]);
    expect(table.stdout).toMatch(/^pipeline .*\ntides .*20261116T060000Z +succeeded/);
    const others = await program.call(["runs", "--home", home, "--pipeline", "compliance", "--json"]);
    expect(JSON.parse(others.stdout)).toEqual([]);
  });

  test("signs in as a role that reads and writes its schema, and nothing of PostgreSQL's", async () => {
    const { run, database } = await newPlace();
    await run({ runId: "first" });
    const [may] = await database.query(
      `select has_table_privilege('citypulse_pipeline', 'tides.heights', 'insert') as writes,
              has_table_privilege('citypulse_pipeline', 'public.migrations', 'select') as reads_migrations`,
    );
    expect(may).toEqual({ writes: true, reads_migrations: false });
  });
});

testKills([KILLED_TIDES]);
