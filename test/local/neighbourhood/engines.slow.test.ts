import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabases } from "../../support/database.ts";
import { SMALL_STATIONS, smallPosts } from "../../support/small-posts.ts";
import { runNeighbourhood, runOptions, type TestRun } from "../../support/test-run.ts";

const newDatabase = testDatabases();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-engines-"));
  await writeFile(join(folder, "posts.jsonl"), smallPosts());
});
afterAll(() => rm(folder, { recursive: true }));

async function runOn(engine: TestRun["engine"], status: TestRun["status"]) {
  const { connection, database } = await newDatabase();
  const run: TestRun = {
    home: join(folder, `${engine}-${status}`),
    runId: "20261116T060000Z",
    posts: join(folder, "posts.jsonl"),
    stations: "",
    engine,
    status,
    connection,
  };
  const states: string[] = [];
  const report = await runNeighbourhood({
    ...runOptions(run, Buffer.from(SMALL_STATIONS)),
    onEvent: ({ kind, state }) => kind === "entered" && states.push(state),
  });
  const rows = (table: string) => database.query(`select * from london_schema.${table}`);
  const shown = {
    sentiment: await rows("sentiment"),
    topics: await rows("topics"),
    stations: report.stations,
  };
  return { report, states, shown };
}

test("both engines give the same rows, terms and figures", async () => {
  const onLambda = await runOn("lambda", "succeeded");
  const onEmr = await runOn("emr", "succeeded");
  expect(onLambda.shown.sentiment.length).toBe(53);
  expect(onEmr.shown).toEqual(onLambda.shown);
  expect(onEmr.report.posts).toEqual(onLambda.report.posts);
  expect(onEmr.states.filter((state) => !onLambda.states.includes(state))).toEqual([
    ...[
      "PlanCluster",
      "ClusterNeeded",
      "CreateCluster",
      "CopyIn",
      "Sentiment",
      "CopySentimentOut",
      "Topics",
      "CopyTopicsOut",
    ],
    ...["TerminateCluster", "ListResults"],
  ]);
});

test("a Spark job that fails ends its cluster, and the run says which step failed and with what", async () => {
  const { report, states } = await runOn("emr", "failed");
  expect(states.slice(-5)).toEqual([
    "Sentiment",
    "TerminateFailedCluster",
    "RecordFailure",
    "Notify",
    "Failed",
  ]);
  expect(report).toMatchObject({ status: "failed", error: { name: "States.TaskFailed" } });
  expect(report.error?.message).toMatch(
    /^Step Sentiment ended as FAILED\.\n.*exit code 1.*\n.*Java heap space/s,
  );
});
