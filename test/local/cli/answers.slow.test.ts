import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../local/postgres/server.ts";
import { citypulse } from "../../support/citypulse.ts";
import { type Report, reportOf, rowsOf } from "../../support/cli-reports.ts";
import { ANY_PIPELINE } from "../../support/pipeline-names.ts";
import { SMALL_STATIONS, smallPosts } from "../../support/small-posts.ts";

const { call, folder, newHome } = citypulse();
const RUN = "20261116T060000Z";
let home: string;
let report: Report;
let server: RunningPostgres;

beforeAll(async () => {
  home = newHome();
  await writeFile(join(folder(), "posts.jsonl"), smallPosts());
  await writeFile(join(folder(), "stations.csv"), SMALL_STATIONS);
  const files = ["--posts", "posts.jsonl", "--stations-file", "stations.csv"];
  const ended = await call(["run", "--json", "--home", home, "--run", RUN, ...files]);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  report = reportOf(ended);
  // The questions share a server that is held here, so that none of them waits for its start and its end.
  server = await startPostgres(home);
});
afterAll(() => server.stop());

const sql = async (statement: string): Promise<Record<string, unknown>[]> => {
  const ended = await call(["sql", "--json", "--home", home, statement]);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  return rowsOf(ended);
};

describe("run --json", () => {
  test("accounts for every record", () => {
    const { posts } = report;
    expect(report).toMatchObject({ runId: RUN, status: "succeeded" });
    // 52 posts, 2 of them twice, an edited post in both versions, and 3 that cannot be used.
    expect(posts).toMatchObject({ read: 59, accepted: 53, duplicates: 3, rejected: 3 });
    expect(posts.read).toBe(posts.accepted + posts.duplicates + posts.rejected);
    expect(posts.unplaced).toBe(14);
  });

  test("gives each station its figures, which add up to the placed posts", () => {
    expect(report.stations.map(({ station }) => station).sort()).toEqual(["Bank", "Camden Town", "Monument"]);
    const placed = report.stations.reduce((sum, { n }) => sum + n, 0);
    expect(placed).toBe(report.posts.accepted - report.posts.unplaced);
    for (const { sentiment, topics, n } of report.stations) {
      expect(sentiment?.low).toBeLessThan(sentiment?.mean ?? Number.NaN);
      expect(sentiment?.high).toBeGreaterThan(sentiment?.mean ?? Number.NaN);
      expect(topics.length).toBeGreaterThan(0);
      for (const topic of topics) expect(topic.posts).toBeLessThanOrEqual(n);
    }
  });

  test("has the three steps of the lineage", () => {
    expect(report.lineage.map(({ jobNr, stepAirflow }) => [jobNr, stepAirflow])).toEqual([
      [1, "get_twitter_data"],
      [2, "all_spark_jobs"],
      [3, "save_result_to_postgres_db"],
    ]);
  });
});

describe("the tables", () => {
  test("hold the posts that the run accepted, each once", async () => {
    const [row] = await sql(
      `select count(*) as posts, count(distinct post_id) as ids, count(*) filter (where station is null) as unplaced
       from london_schema.sentiment`,
    );
    expect(row).toEqual({
      posts: report.posts.accepted,
      ids: report.posts.accepted,
      unplaced: report.posts.unplaced,
    });
  });

  test("give each station the n and the mean that the run told", async () => {
    const rows = await sql(
      `select station, count(*) as n, round(avg(sentiment), 4) as mean from london_schema.sentiment
       where station is not null group by station`,
    );
    expect(rows.length).toBe(report.stations.length);
    for (const { station, n, sentiment } of report.stations) {
      const row = rows.find((each) => each.station === station);
      expect(row?.n).toBe(n);
      expect(row?.mean).toBeCloseTo(sentiment?.mean ?? Number.NaN, 4);
    }
  });

  test("give each station the terms that the run told, in their order", async () => {
    const rows = await sql(
      "select station, topics as term, posts, score from london_schema.station_topics order by station, rank",
    );
    for (const { station, topics } of report.stations)
      expect(rows.filter((row) => row.station === station).slice(0, topics.length)).toEqual(
        topics.map((topic) => ({ station, ...topic })),
      );
  });

  test("lead from a row back to the line that it was read from", async () => {
    const rows = await sql(
      "select tweets, source_file, source_line, raw_key, run_id from london_schema.sentiment limit 5",
    );
    const lines = smallPosts().split("\n");
    for (const { tweets, source_file, source_line, raw_key, run_id } of rows) {
      expect([source_file, run_id]).toEqual(["posts.jsonl", RUN]);
      expect(JSON.parse(lines[Number(source_line) - 1] ?? "")).toMatchObject({ text: tweets });
      expect(existsSync(join(home, "store", String(raw_key)))).toBe(true);
    }
  });

  test("agree with what is published, which holds no post's text", async () => {
    const stations = await readFile(join(home, `store/published/run=${RUN}/stations.json`), "utf8");
    const run = await readFile(join(home, `store/published/run=${RUN}/run.json`), "utf8");
    expect(JSON.parse(run)).toMatchObject({ runId: RUN, posts: report.posts });
    expect(JSON.parse(stations)).toMatchObject(report.stations.map(({ station, n }) => ({ station, n })));
    for (const { tweets } of await sql("select tweets from london_schema.sentiment"))
      expect(stations + run).not.toContain(tweets);
  });
});

describe("sql", () => {
  test("--json keeps every digit of a number and writes times as ISO 8601", async () => {
    const ended = await call([
      "sql",
      "--json",
      "--home",
      home,
      `select 9007199254740993 as big, 0.10::numeric(3, 2) as exact, true as yes, null as nothing, 'é"' as text,
              timestamptz '2026-11-16 06:00:00+00' as at, timestamp '2026-11-16 06:00' as local, '{"a":1}'::jsonb as json`,
    ]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toBe(
      `[{"big":9007199254740993,"exact":0.10,"yes":true,"nothing":null,"text":"é\\"",` +
        `"at":"2026-11-16T06:00:00Z","local":"2026-11-16T06:00:00","json":{"a":1}}]\n`,
    );
  });

  test("--json prints an empty array where there are no rows", async () => {
    expect(await sql("select 1 as one where false")).toEqual([]);
  });

  test("prints a table for people", async () => {
    const ended = await call(["sql", "--home", home, "select 'Bank' as station, 13 as n"]);
    expect(ended).toEqual({ code: 0, stderr: "", stdout: "station   n\nBank     13\n" });
  });

  test("shows people the first thousand rows, and says how many more there are", async () => {
    const ended = await call(["sql", "--home", home, "select generate_series(1, 200000) as n"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const lines = ended.stdout.trimEnd().split("\n");
    expect(lines.length).toBe(1_002);
    expect(lines.at(-2)).toBe("1000");
    expect(lines.at(-1)).toMatch(/^… and 199,000 more rows: --json/);
  });

  test("says what the database refused, without a stack trace", async () => {
    const ended = await call(["sql", "--json", "--home", home, "select * from nowhere"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain('relation "nowhere" does not exist');
    expect(ended.stderr).not.toMatch(/^ +at /m);
  });
});

test("runs --json lists each run with its state, its counts and its times", async () => {
  const ended = await call(["runs", "--json", "--home", home]);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  const { posts } = report;
  expect(rowsOf(ended)).toEqual([
    {
      pipeline: "neighbourhood",
      runId: RUN,
      status: "succeeded",
      engine: "lambda",
      ...posts,
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      endedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      error: null,
    },
  ]);
});

test("runs --pipeline lists those of one pipeline, and refuses a name that no pipeline has", async () => {
  const list = (name: string) => call(["runs", "--json", "--home", home, "--pipeline", name]);
  expect(rowsOf(await list("neighbourhood"))).toMatchObject([{ runId: RUN }]);
  expect(rowsOf(await list("compliance"))).toEqual([]);
  const refused = await list("neighborhood");
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain(`--pipeline "neighborhood": must be ${ANY_PIPELINE}`);
});

test("runs of a home from before runs had pipelines are the neighbourhood's", async () => {
  const before = newHome();
  const older = await startPostgres(before);
  const client = new pg.Client(older.connection);
  await client.connect();
  await client.query(
    readFileSync(new URL("../../fixtures/database/before-pipelines.sql", import.meta.url), "utf8"),
  );
  await client.end();
  await older.stop();
  const ended = await call(["runs", "--json", "--home", before]);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(rowsOf(ended)).toMatchObject([
    { pipeline: "neighbourhood", status: "failed" },
    { pipeline: "neighbourhood", status: "succeeded" },
    { pipeline: "neighbourhood", status: "succeeded" },
  ]);
});
