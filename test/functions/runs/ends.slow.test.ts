import { describe, expect, test } from "vitest";
import { closeNeighbourhoodRun } from "../../../functions/neighbourhood/close-run.ts";
import { readCause, recordFailure } from "../../../functions/runs/record-failure.ts";
import { freshPipeline } from "../../support/neighbourhood/fresh-pipeline.ts";
import { clock, executionOf, NOW } from "../../support/neighbourhood/pipeline.ts";
import { record, records } from "../../support/neighbourhood/records.ts";
import { readTables } from "../../support/neighbourhood/rows.ts";

const fresh = freshPipeline();

const readRun = (runId: string) =>
  fresh.place.database.query(
    "select * from citypulse.runs left join citypulse.neighbourhood_runs using (pipeline, run_id) where run_id = $1",
    [runId],
  );

const fail = (execution: string, error: { Error: string; Cause?: string }) =>
  recordFailure({ state: { error }, execution }, { database: fresh.place.database, clock });

describe("a run that came to its end", () => {
  test("has succeeded where it was published, with its counts in its row and in the answer", async () => {
    const run = await fresh.pipeline.upToAnalysis("first", [records(1, 9), [record(1), "{broken"]]);
    await fresh.pipeline.load(run);
    await fresh.pipeline.show(run);
    expect(await fresh.pipeline.close(run)).toEqual({
      runId: "first",
      status: "succeeded",
      posts: { read: 11, accepted: 9, duplicates: 1, unplaced: 3, rejected: 1 },
    });
    expect(await readRun("first")).toMatchObject([
      {
        status: "succeeded",
        engine: "lambda",
        code_version: "1.0.0",
        source: "posts.jsonl",
        posts_read: "11",
        accepted: "9",
        duplicates: "1",
        unplaced: "3",
        rejected: "1",
        started_at: NOW,
        ended_at: NOW,
        error_name: null,
      },
    ]);
  });

  test("is empty where it was not published, and leaves what was", async () => {
    await fresh.pipeline.go("first", [records(1, 9)]);
    const published = await fresh.store.list("published/");
    const run = await fresh.pipeline.prepare({ runId: "second" });
    await fresh.pipeline.extract(run, []);
    const closed = await closeNeighbourhoodRun(
      { state: { run }, execution: executionOf("second") },
      { store: fresh.store, database: fresh.place.database, clock },
    );
    const none = { read: 0, accepted: 0, duplicates: 0, unplaced: 0, rejected: 0 };
    expect(closed).toEqual({ runId: "second", status: "empty", posts: none });
    expect(await readRun("second")).toMatchObject([{ status: "empty", posts_read: "0", load_id: null }]);
    expect(await fresh.store.list("published/")).toEqual(published);
  });

  test("is closed a second time as it was the first time", async () => {
    const run = await fresh.pipeline.go("first", [records(1, 9)]);
    const before = await readTables(fresh.place.database);
    await fresh.pipeline.close(run);
    expect(await readTables(fresh.place.database)).toEqual(before);
  });
});

describe("a run that failed", () => {
  test("says why in its row, keeps what was loaded, and forgets it when it is started again", async () => {
    await fresh.pipeline.go("first", [records(1, 9)]);
    await fresh.pipeline.prepare({ runId: "first" });
    const Cause = JSON.stringify({ errorType: "InvalidInput", errorMessage: "Too much was rejected." });
    expect(await fail(executionOf("first"), { Error: "InvalidInput", Cause })).toEqual({
      name: "InvalidInput",
      message: "Too much was rejected.",
    });
    const failed = { status: "failed", error_name: "InvalidInput", error_message: "Too much was rejected." };
    expect(await readRun("first")).toMatchObject([{ ...failed, ended_at: NOW }]);
    expect(await fresh.place.database.query("select 1 from london_schema.sentiment")).toHaveLength(9);
    await fresh.pipeline.prepare({ runId: "first" });
    expect(await readRun("first")).toMatchObject([
      { status: "running", error_name: null, error_message: null, ended_at: null },
    ]);
  });

  test("keeps its first error where the failure is recorded again", async () => {
    await fresh.pipeline.prepare({ runId: "first" });
    await fail(executionOf("first"), { Error: "AnalysisFailed", Cause: "It broke." });
    await fail(executionOf("first"), { Error: "Aborted", Cause: "The execution was stopped." });
    const first = { status: "failed", error_name: "AnalysisFailed", error_message: "It broke." };
    expect(await readRun("first")).toMatchObject([first]);
  });

  test("after it was closed stays closed", async () => {
    await fresh.pipeline.go("first", [records(1, 9)]);
    await fail(executionOf("first"), { Error: "Aborted", Cause: "The execution was stopped." });
    expect(await readRun("first")).toMatchObject([{ status: "succeeded", error_name: null }]);
  });

  test("before it had a row changes no other run's", async () => {
    await fresh.pipeline.go("first", [records(1, 9)]);
    const before = await readTables(fresh.place.database);
    await fail(executionOf("unknown"), { Error: "InvalidInput", Cause: "The run id cannot be used." });
    expect(await readTables(fresh.place.database)).toEqual(before);
  });

  test("before there was a schema is no second failure", async () => {
    expect(await fail("e", { Error: "InvalidInput", Cause: "no" })).toEqual({
      name: "InvalidInput",
      message: "no",
    });
  });

  test("over something that PostgreSQL cannot store says the rest", async () => {
    await fresh.pipeline.prepare({ runId: "first" });
    await fail(executionOf("first"), { Error: "InvalidInput", Cause: 'The value "a\0b\ud800" is none.' });
    expect(await readRun("first")).toMatchObject([{ error_message: 'The value "a\ufffdb\ufffd" is none.' }]);
  });

  test("without a cause has an empty message", async () => {
    await fresh.pipeline.prepare({ runId: "first" });
    expect(await fail(executionOf("first"), { Error: "States.Timeout" })).toEqual({
      name: "States.Timeout",
      message: "",
    });
  });
});

describe("the message of a cause", () => {
  test.each([
    ['{"errorMessage":"No posts.","errorType":"InvalidInput","trace":[]}', "No posts."],
    [
      '{"Step":{"Name":"Sentiment","Status":{"State":"FAILED","FailureDetails":{"Reason":"Main","LogFile":"s3://l"}}}}',
      "Step Sentiment ended as FAILED.\nMain\nIts log: s3://l",
    ],
    ['{"Step":{"Name":"Topics","Status":{"State":"CANCELLED"}}}', "Step Topics ended as CANCELLED."],
    ['{"other":1}', '{"other":1}'],
    ["null", "null"],
    ['"text"', '"text"'],
    ["plain words", "plain words"],
    ["", ""],
  ])("%s is %j", (cause, message) => {
    expect(readCause(cause)).toBe(message);
  });
});
