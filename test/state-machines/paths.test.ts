import { expect, test } from "vitest";
import { RunInProgress, SourceUnavailable } from "../../functions/errors.ts";
import { closed, EXECUTION, execute, extract, parametersOf, run } from "./execute.ts";

const extraction = ["PrepareDatabase", "ExtractPosts", "ExtractMore"];
const loading = ["LoadResults", "LoadMore", "Publish", "CloseRun"];
const onLambda = ["ChooseEngine", "Analyse", "AnalyseMore"];
const onEmr = [
  "ChooseEngine",
  "PlanCluster",
  "ClusterNeeded",
  "CreateCluster",
  "CopyIn",
  "Sentiment",
  "CopySentimentOut",
  "Topics",
  "CopyTopicsOut",
  "TerminateCluster",
  "ListResults",
];

test("a run goes from PrepareDatabase to CloseRun on Lambda, and returns what CloseRun says", async () => {
  const { outcome, states, calls } = await execute({}, { runId: run.runId });

  expect(states).toEqual([...extraction, ...onLambda, ...loading]);
  expect(outcome).toEqual({ status: "SUCCEEDED", output: closed });
  expect(parametersOf(calls, "PrepareDatabase")).toMatchObject({
    Payload: {
      input: { runId: run.runId },
      execution: EXECUTION,
      startTime: expect.stringMatching(/^20.*Z$/),
    },
  });
  expect(parametersOf(calls, "CloseRun")).toMatchObject({
    Payload: {
      execution: EXECUTION,
      state: {
        run,
        extract,
        analysis: { cursor: null, done: true, counts: closed.posts },
        load: { cursor: null, done: true, accepted: 990 },
        publish: { latest: true },
      },
    },
  });
});

test("nothing of the input but what PrepareDatabase made of it goes on", async () => {
  const { calls } = await execute({}, { runId: run.runId, cluster: { ClusterId: "j-FOREIGN" }, load: 1 });

  expect(parametersOf(calls, "ExtractPosts")).toMatchObject({ Payload: { run } });
  expect(parametersOf(calls, "ExtractPosts")).not.toHaveProperty("Payload.cluster");
});

test.each([
  ["emr", 1, onEmr],
  ["auto", 1_000_000, onEmr],
  ["auto", 999_999, onLambda],
  ["lambda", 2_000_000, onLambda],
])("the engine %s with %i records takes the right branch", async (engine, records, branch) => {
  const { outcome, states } = await execute({
    PrepareDatabase: [{ ...run, engine }],
    ExtractPosts: [{ ...extract, records }],
  });

  expect(states).toEqual([...extraction, ...branch, ...loading]);
  expect(outcome.status).toBe("SUCCEEDED");
});

test("an analysis that is there already needs no cluster", async () => {
  const { states } = await execute({
    PrepareDatabase: [{ ...run, engine: "emr" }],
    PlanCluster: [{ done: true, core: 2, task: 3 }],
  });

  expect(states).toEqual([...extraction, "ChooseEngine", "PlanCluster", "ClusterNeeded", ...loading]);
});

test("where nothing was read the run is closed at once", async () => {
  const empty = { ...closed, status: "empty" };
  const { outcome, states } = await execute({
    ExtractPosts: [{ ...extract, records: 0, pages: 0 }],
    CloseRun: [empty],
  });

  expect(states).toEqual([...extraction, "CloseRun"]);
  expect(outcome).toEqual({ status: "SUCCEEDED", output: empty });
});

test("where nothing was accepted nothing is published", async () => {
  const { states } = await execute({ LoadResults: [{ cursor: null, done: true, accepted: 0 }] });

  expect(states).toEqual([...extraction, ...onLambda, "LoadResults", "LoadMore", "CloseRun"]);
});

test("a second start beside an active run succeeds as already running", async () => {
  const { outcome, states } = await execute({
    PrepareDatabase: [new RunInProgress("2026-11-16 is running")],
  });

  expect(states).toEqual(["PrepareDatabase", "AlreadyRunning"]);
  expect(outcome).toEqual({ status: "SUCCEEDED", output: { status: "already-running" } });
});

test("a rate limit is waited for, and the source goes on from its cursor", async () => {
  const waiting = {
    cursor: { station: 7 },
    done: false,
    resumeAt: "2026-11-16T06:15:00.000Z",
    records: 0,
    pages: 0,
  };
  const { states, calls } = await execute({ ExtractPosts: [waiting, extract] });

  expect(states.slice(0, 6)).toEqual([...extraction, "WaitForRateLimit", "ExtractPosts", "ExtractMore"]);
  expect(calls[2]).toMatchObject({ task: "ExtractPosts", parameters: { Payload: { extract: waiting } } });
});

test("work in slices goes on from its last cursor until it is done", async () => {
  const { outcome, states, calls } = await execute({
    ExtractPosts: [
      { ...extract, cursor: "e1", done: false, records: 0 },
      { ...extract, cursor: "e2", done: false },
      extract,
    ],
    Analyse: [
      { cursor: 1, done: false, counts: null },
      { cursor: null, done: true, counts: closed.posts },
    ],
    LoadResults: [
      { cursor: 1, done: false, accepted: 0 },
      { cursor: null, done: true, accepted: 990 },
    ],
  });

  expect(states).toEqual([
    ...["PrepareDatabase", "ExtractPosts", "ExtractMore", "ExtractPosts", "ExtractMore"],
    ...["ExtractPosts", "ExtractMore", "ChooseEngine", "Analyse", "AnalyseMore", "Analyse", "AnalyseMore"],
    ...["LoadResults", "LoadMore", "LoadResults", "LoadMore", "Publish", "CloseRun"],
  ]);
  expect(outcome.status).toBe("SUCCEEDED");
  expect(calls.filter(({ task }) => task === "ExtractPosts").at(-1)).toMatchObject({
    parameters: { Payload: { extract: { cursor: "e2" } } },
  });
  expect(calls.filter(({ task }) => task === "Analyse").at(-1)).toMatchObject({
    parameters: { Payload: { analysis: { cursor: 1 } } },
  });
  expect(calls.filter(({ task }) => task === "LoadResults").at(-1)).toMatchObject({
    parameters: { Payload: { load: { cursor: 1 } } },
  });
});

test("a passing fault of the source is retried without a trace in the state", async () => {
  const { outcome, states, calls } = await execute({
    ExtractPosts: [new SourceUnavailable("503"), new SourceUnavailable("503"), extract],
  });

  expect(outcome).toEqual({ status: "SUCCEEDED", output: closed });
  expect(states).toEqual([...extraction, ...onLambda, ...loading]);
  expect(calls.filter(({ task }) => task === "ExtractPosts")).toHaveLength(3);
  expect(parametersOf(calls, "CloseRun")).not.toHaveProperty("Payload.error");
});
