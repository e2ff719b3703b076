import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { AnalysisFailed, RunInProgress, SourceUnavailable } from "../../../functions/errors.ts";
import { type ExecutionView, follow, NOTHING_YET } from "../../../local/aws/execution-view.ts";
import { executionEvent } from "../../../local/aws/history.ts";
import { complianceProgress } from "../../../local/compliance/progress.ts";
import { neighbourhoodProgress } from "../../../local/neighbourhood/progress.ts";
import { closed, extract, run } from "../../state-machines/execute.ts";
import { removal } from "../../state-machines/execute-compliance.ts";
import { BEGIN, cutOffBy, historyOf, historyOfCheck, until } from "./history-of.ts";

const ON_EMR = { PrepareDatabase: [{ ...run, engine: "emr" }] } as const;

const viewOf = (history: readonly HistoryEvent[]): ExecutionView =>
  history
    .map(executionEvent)
    .reduce(
      (view, event) => (event === null ? view : follow(view, event, neighbourhoodProgress)),
      NOTHING_YET,
    );
const namesOf = ({ rows }: ExecutionView) => rows.map(({ state }) => state);

test("an execution that succeeded shows each Task with its time and its counts, and the output", async () => {
  const seconds = { ExtractPosts: 30, Analyse: 120, LoadResults: 9 };
  const view = viewOf(await historyOf({}, { seconds }));
  expect(view).toMatchObject({ status: "SUCCEEDED", output: closed, failure: null, startedAt: BEGIN });
  expect(view.run).toEqual({ runId: run.runId, engine: "auto" });
  expect(view.rows.map(({ state, since, until, counts }) => [state, (until ?? 0) - since, counts])).toEqual([
    ["PrepareDatabase", 2_000, ""],
    ["ExtractPosts", 30_000, "1,000 records in 10 files"],
    ["Analyse", 120_000, "990 posts, 6 rejected"],
    ["LoadResults", 9_000, "990 posts"],
    ["Publish", 2_000, ""],
    ["CloseRun", 2_000, ""],
  ]);
  expect(view.rows.every(({ outcome }) => outcome === "done")).toBe(true);
  expect((view.endedAt ?? 0) - BEGIN).toBe(165_000);
});

test("each entry of a state is a transition, and the time of functions alone is Lambda's", async () => {
  const view = viewOf(await historyOf(ON_EMR, { seconds: { CreateCluster: 400, Sentiment: 4_000 } }));
  const ofFunctions = [
    ...["PrepareDatabase", "ExtractPosts", "PlanCluster", "ListResults"],
    ...["LoadResults", "Publish", "CloseRun"],
  ];
  expect(view.lambda).toEqual({
    calls: 7,
    milliseconds: Object.fromEntries(ofFunctions.map((state) => [state, 2_000])),
    atWork: null,
  });
  const entered = (await historyOf(ON_EMR)).filter(
    ({ stateEnteredEventDetails }) => stateEnteredEventDetails,
  );
  expect(view.transitions).toBe(entered.length);
  expect(view.clusterId).toBe("j-EXAMPLE");
});

test("work in slices, with the waits between them, is one row whose time is all of it", async () => {
  const waiting = { ...extract, done: false, resumeAt: "2026-11-16T06:15:00.000Z", records: 10, pages: 1 };
  const history = await historyOf({ ExtractPosts: [waiting, extract] });
  const during = viewOf(until(history, "WaitStateEntered", "WaitForRateLimit"));
  expect(during.rows.at(-1)).toMatchObject({
    state: "ExtractPosts",
    until: null,
    counts: "10 records in 1 file",
    note: "waiting for the source's rate limit until 2026-11-16T06:15:00.000Z",
  });
  const after = viewOf(history);
  expect(namesOf(after).filter((name) => name === "ExtractPosts")).toHaveLength(1);
  expect(after.rows[1]).toMatchObject({
    calls: 2,
    counts: "1,000 records in 10 files",
    note: "",
    outcome: "done",
  });
});

test("a Task that is tried again says so, is paid for, and is well when it succeeds", async () => {
  const faults = [new SourceUnavailable("503"), new SourceUnavailable("503"), extract] as const;
  const history = await historyOf({ ExtractPosts: [...faults] });
  const failed = viewOf(until(history, "TaskFailed", "ExtractPosts"));
  expect(failed.rows.at(-1)).toMatchObject({ outcome: "failed", note: "SourceUnavailable" });
  const lastTry = history.findLastIndex(({ type }) => type === "TaskFailed") + 2;
  expect(viewOf(history.slice(0, lastTry)).rows.at(-1)).toMatchObject({
    ...{ outcome: "going on", until: null, note: "retrying after a temporary error" },
  });
  const after = viewOf(history);
  expect(after.rows[1]).toMatchObject({ outcome: "done", calls: 3 });
  expect(after.transitions).toBe(viewOf(await historyOf()).transitions + 2);
});

test("a failure stays the row's, also where it is caught, and its cause the execution's", async () => {
  const view = viewOf(await historyOf({ Analyse: [new AnalysisFailed("it broke")] }));
  expect(view.rows.map(({ state, outcome }) => [state, outcome]).slice(-3)).toEqual([
    ["Analyse", "failed"],
    ["RecordFailure", "done"],
    ["Notify", "done"],
  ]);
  expect(view.status).toBe("FAILED");
  expect(view.failure?.error).toBe("AnalysisFailed");
  expect(view.failure?.cause).toContain("it broke");
});

test("the id of a cluster is known as soon as EMR has accepted the request", async () => {
  const view = viewOf(until(await historyOf(ON_EMR), "TaskSubmitted", "CreateCluster"));
  expect(view.clusterId).toBe("j-EXAMPLE");
  expect(view.rows.at(-1)).toMatchObject({ state: "CreateCluster", outcome: "going on", until: null });
});

test("the id of a cluster is known from the state's output, whatever EMR's answer looked like", async () => {
  const history = (await historyOf(ON_EMR)).filter(({ type }) => type !== "TaskSubmitted");
  expect(viewOf(history).clusterId).toBe("j-EXAMPLE");
});

test("a function at work has been since its call", async () => {
  const view = viewOf(until(await historyOf(), "TaskStarted", "Analyse"));
  expect(view.lambda).toEqual({
    calls: 3,
    milliseconds: { PrepareDatabase: 2_000, ExtractPosts: 2_000 },
    atWork: { state: "Analyse", since: BEGIN + 4_000 },
  });
});

test.each([
  ["ExecutionAborted", "ABORTED", "Aborted"],
  ["ExecutionTimedOut", "TIMED_OUT", "States.Timeout"],
] as const)(
  "%s leaves the state at work as failed, and needs to name no error",
  async (type, status, error) => {
    const view = viewOf(cutOffBy(until(await historyOf(), "TaskStarted", "Analyse"), type));
    expect(view).toMatchObject({ status, failure: { error, cause: "" } });
    expect(view.rows.at(-1)).toMatchObject({ state: "Analyse", outcome: "failed", until: view.endedAt });
    expect(view.lambda.atWork).toBeNull();
  },
);

test("who stopped an execution is told", async () => {
  const details = { executionAbortedEventDetails: { error: "Aborted", cause: "ann stopped it" } };
  const view = viewOf(
    cutOffBy(until(await historyOf(), "TaskStarted", "Analyse"), "ExecutionAborted", details),
  );
  expect(view.failure).toEqual({ error: "Aborted", cause: "ann stopped it" });
});

test("a redriven execution runs again, until its new end", async () => {
  const failed = await historyOf({ Analyse: [new AnalysisFailed("it broke")] });
  const redriven = cutOffBy(failed, "ExecutionRedriven");
  expect(viewOf(redriven)).toMatchObject({ status: "RUNNING", endedAt: null, failure: null });
});

test("a run beside an active one ends after its first state", async () => {
  const view = viewOf(await historyOf({ PrepareDatabase: [new RunInProgress("busy")] }));
  expect(namesOf(view)).toEqual(["PrepareDatabase"]);
  expect(view).toMatchObject({ status: "SUCCEEDED", output: { status: "already-running" }, run: null });
});

test("data that Step Functions left out or cut off is no fault", async () => {
  const history = (await historyOf()).map((event) => ({
    ...event,
    ...(event.stateExitedEventDetails && {
      stateExitedEventDetails: { name: event.stateExitedEventDetails.name, output: '{"extract":{"rec' },
    }),
  }));
  const view = viewOf(history);
  expect(namesOf(view)).toHaveLength(6);
  expect(view.rows.map(({ counts }) => counts).join("")).toBe("");
});

test("a check that waits for X, and then for a run, tells which one it waits for", async () => {
  const notes = ["WaitForJob", "WaitForRun"].map(async (state) => {
    const waiting = { ...removal, resumeAt: "2026-11-16T19:00:00.000Z" };
    const history = await historyOfCheck({ PrepareRemoval: [waiting, removal] });
    const view = until(history, "WaitStateEntered", state)
      .map(executionEvent)
      .reduce(
        (view, event) => (event === null ? view : follow(view, event, complianceProgress)),
        NOTHING_YET,
      );
    return view.rows.at(-1);
  });
  expect(await Promise.all(notes)).toMatchObject([
    { state: "SubmitJob", note: "waiting for X's answer; asks again at 2026-11-16T18:01:00.000Z" },
    {
      state: "PrepareRemoval",
      note: "waiting for the end of a run; looks again at 2026-11-16T19:00:00.000Z",
    },
  ]);
});

test("a wait belongs to the state before it, and its note ends with it", async () => {
  const view = (await historyOfCheck())
    .map(executionEvent)
    .reduce((view, event) => (event === null ? view : follow(view, event, complianceProgress)), NOTHING_YET);
  const submitted = view.rows.find(({ state }) => state === "SubmitJob");
  const checked = view.rows.find(({ state }) => state === "CheckJob");
  expect(submitted).toMatchObject({ outcome: "done", note: "", until: checked?.since });
});
