import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quarantinePrefix } from "../../functions/neighbourhood/keys.ts";
import { BUNDLED_STATIONS, SYNTHETIC_POSTS } from "../../local/bundled.ts";
import { homeAt } from "../../local/home.ts";
import { testDatabases } from "../support/database.ts";
import { realSpark } from "../support/real-spark.ts";
import { runNeighbourhood, runOptions, type TestRun } from "../support/test-run.ts";
import { oddPosts } from "./odd-posts.ts";

const RUN_ID = "20261116T060000Z";
const newDatabase = testDatabases();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-spark-"));
  await cp(SYNTHETIC_POSTS, join(folder, "posts", "synthetic.jsonl"));
  // The name of a file is a column, too.
  await writeFile(join(folder, "posts", "odd\tpo\\sts.jsonl"), `${oddPosts(200, 1).join("\n")}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

/** All that a run stores. */
async function runOn(engine: TestRun["engine"], spark: Awaited<ReturnType<typeof realSpark>>) {
  const { connection, database } = await newDatabase();
  // A blank in its name must not matter.
  const home = join(folder, `home of ${engine}`);
  const run: TestRun = {
    ...{ home, runId: RUN_ID, posts: join(folder, "posts"), stations: BUNDLED_STATIONS },
    ...{ engine, status: "succeeded", connection },
  };
  const report = await runNeighbourhood({ ...runOptions(run, await readFile(run.stations)), ...spark });
  expect(report.error).toBeUndefined();
  const rows = (query: string) => database.query(query);
  return {
    counts: report.posts,
    posts: await rows("select * from citypulse.posts order by post_id"),
    sums: await rows("select * from citypulse.station_sums order by station"),
    topics: await rows("select * from citypulse.topics order by station, method, rank"),
    stations: report.stations,
    quarantine: await readQuarantine(home),
  };
}

async function readQuarantine(home: string): Promise<unknown[]> {
  const path = join(homeAt(home).store, quarantinePrefix(RUN_ID));
  const files = await Promise.all((await readdir(path)).map((name) => readFile(join(path, name), "utf8")));
  const lines = files.flatMap((file) => file.trimEnd().split("\n"));
  return lines.map((line) => JSON.stringify(Object.entries(JSON.parse(line)).sort())).sort();
}

test("Spark and Lambda give the same rows, numbers, topics and rejections", {
  timeout: 400_000,
}, async () => {
  const spark = await realSpark();
  const onLambda = await runOn("lambda", spark);
  const onEmr = await runOn("emr", spark);
  expect(onLambda.posts.length).toBeGreaterThan(3_000);
  expect(onLambda.counts.duplicates).toBeGreaterThan(50);
  expect(onLambda.quarantine.length).toBeGreaterThan(20);
  expect(onEmr).toEqual(onLambda);
});
