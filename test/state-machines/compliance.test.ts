import { describe, expect, test } from "vitest";
import { AnalysisFailed, DatabaseUnavailable } from "../../functions/errors.ts";
import type { Task } from "../../state-machines/asl.ts";
import {
  answered,
  CHECK_EXECUTION,
  check,
  complianceMachine,
  complianceResources,
  executeCheck,
  finished,
  list,
  payloadsOf,
  removal,
  report,
  submitted,
} from "./execute-compliance.ts";
import type { States } from "./graph.ts";

const states: States = complianceMachine.States;
const tasks = Object.entries(states).filter((entry): entry is [string, Task] => entry[1].Type === "Task");
const asking = [
  "ListPosts",
  "ListMore",
  "SubmitJob",
  "WaitForJob",
  "JobSubmitted",
  "CheckJob",
  "JobAnswered",
];
const removing = ["RemovePosts", "RemoveMore", "RebuildRuns", "RebuildMore", "PurgeVersions", "PurgeMore"];
const whole = [
  "PrepareDatabase",
  ...asking,
  "PrepareRemoval",
  "RemovalPrepared",
  ...removing,
  "VacuumDatabase",
  "CloseCheck",
];

describe("the definition", () => {
  test("ends before the next day's begins", () => {
    expect(complianceMachine.TimeoutSeconds).toBe(22 * 3600);
  });

  test("begins by bringing the schema up to date, under a lease of its own", () => {
    expect(complianceMachine.StartAt).toBe("PrepareDatabase");
    expect(complianceMachine.States.PrepareDatabase.Parameters).toMatchObject({
      Payload: { pipeline: "compliance", contract: { id: "checkId" } },
    });
  });

  test("invokes all functions and no others, each by one state", () => {
    const invoked = tasks.map(([, { Parameters }]) =>
      typeof Parameters === "object" && Parameters !== null && "FunctionName" in Parameters
        ? Parameters.FunctionName
        : null,
    );
    expect(invoked.filter((arn) => arn !== null)).toEqual(Object.values(complianceResources.functions));
  });

  test.each(tasks)(
    "lets %s fail into the states of a failure, with the state beside the error",
    (_, task) => {
      expect(task.Catch.at(-1)?.ErrorEquals).toEqual(["States.ALL"]);
      for (const { ResultPath } of task.Catch) expect(ResultPath).toMatch(/^\$\.\w*[eE]rror$/);
    },
  );
});

test("a check asks X, removes what it named and returns what CloseCheck says", async () => {
  const { outcome, states, calls } = await executeCheck();

  expect(outcome).toEqual({ status: "SUCCEEDED", output: report });
  expect(states).toEqual(whole);
  expect(payloadsOf(calls, "ListPosts")).toEqual([{ check }]);
  expect(payloadsOf(calls, "CloseCheck")).toEqual([
    {
      execution: CHECK_EXECUTION,
      state: {
        check,
        list,
        job: answered,
        removal,
        remove: finished,
        rebuild: finished,
        purge: { done: true },
      },
    },
  ]);
  expect(payloadsOf(calls, "PrepareRemoval")).toMatchObject([{ execution: CHECK_EXECUTION }]);
});

test("lists of posts that outgrow one job are asked about one after the other", async () => {
  const { states, calls } = await executeCheck({
    ListPosts: [{ ...list, jobs: 2 }],
    SubmitJob: [submitted, { ...submitted, chunk: 1, id: "1426" }],
    CheckJob: [submitted, { ...answered, done: false }, { ...answered, chunk: 2 }],
  });

  expect(states.filter((state) => /Job$|Submitted/.test(state))).toEqual([
    ...["SubmitJob", "WaitForJob", "JobSubmitted", "CheckJob", "WaitForJob", "JobSubmitted", "CheckJob"],
    ...["SubmitJob", "WaitForJob", "JobSubmitted", "CheckJob"],
  ]);
  expect(payloadsOf(calls, "SubmitJob")).toMatchObject([{}, { job: { chunk: 1, id: null } }]);
  expect(payloadsOf(calls, "CheckJob").at(-1)).toMatchObject({ job: { chunk: 1, id: "1426" } });
});

test("a job that X does not take yet is submitted later", async () => {
  const { states } = await executeCheck({
    SubmitJob: [{ ...submitted, id: null, submitted: false }, submitted],
  });

  expect(states.slice(1, 9)).toEqual([
    ...["ListPosts", "ListMore", "SubmitJob", "WaitForJob", "JobSubmitted", "SubmitJob", "WaitForJob"],
    "JobSubmitted",
  ]);
});

test("where there is no post that X could be asked about, it is not asked", async () => {
  const { states } = await executeCheck({ ListPosts: [{ ...list, ids: 0, jobs: 0 }] });

  expect(states.slice(1, 4)).toEqual(["ListPosts", "ListMore", "PrepareRemoval"]);
});

test("where nothing must go, versions are purged all the same, and the tables stay as they are", async () => {
  const { outcome, states } = await executeCheck({ PrepareRemoval: [{ ...removal, removed: 0, runs: 0 }] });

  expect(outcome.status).toBe("SUCCEEDED");
  expect(states.slice(8)).toEqual([
    ...["PrepareRemoval", "RemovalPrepared", "PurgeVersions", "PurgeMore", "CloseCheck"],
  ]);
});

test("a run of the pipeline is waited for", async () => {
  const waiting = { resumeAt: "2026-11-16T18:10:00.000Z", removed: 0, runs: 3 };
  const { states } = await executeCheck({ PrepareRemoval: [waiting, removal] });

  expect(states.slice(8, 13)).toEqual([
    ...["PrepareRemoval", "RemovalPrepared", "WaitForRun", "PrepareRemoval", "RemovalPrepared"],
  ]);
});

test("work in slices goes on from its last cursor until it is done", async () => {
  const { outcome, calls } = await executeCheck({
    ListPosts: [{ cursor: "a", done: false, ids: 0, jobs: 0 }, list],
    RemovePosts: [{ cursor: { run: "a", page: "b" }, done: false }, finished],
    RebuildRuns: [{ cursor: { run: "a", analysis: null }, done: false }, finished],
    PurgeVersions: [{ done: false }, { done: true }],
  });

  expect(outcome.status).toBe("SUCCEEDED");
  expect(payloadsOf(calls, "ListPosts")).toMatchObject([{ check }, { check, list: { cursor: "a" } }]);
  expect(payloadsOf(calls, "RemovePosts")).toMatchObject([{}, { remove: { cursor: { page: "b" } } }]);
  expect(payloadsOf(calls, "RebuildRuns")).toMatchObject([{}, { rebuild: { cursor: { run: "a" } } }]);
  expect(payloadsOf(calls, "PurgeVersions")).toHaveLength(2);
});

const failing = tasks.map(([name]) => name).filter((name) => !["RecordFailure", "Notify"].includes(name));

test.each(failing)("a failure of %s is recorded, reported and named by the execution", async (task) => {
  const { outcome, states, calls } = await executeCheck({ [task]: [new AnalysisFailed("it broke")] });

  expect(states.slice(states.indexOf(task) + 1)).toEqual(["RecordFailure", "Notify", "Failed"]);
  expect(outcome).toMatchObject({ status: "FAILED", error: "AnalysisFailed" });
  expect(payloadsOf(calls, "RecordFailure")).toMatchObject([
    { execution: CHECK_EXECUTION, state: { error: { Error: "AnalysisFailed" } } },
  ]);
  expect(calls.find((call) => call.task === "Notify")?.parameters).toMatchObject({
    Subject: "CityPulse failed: daily-2026-11-16",
    Message: expect.stringContaining("The compliance check failed: "),
  });
});

test("the first error stays the execution's own where it can neither be recorded nor reported", async () => {
  const lost = new DatabaseUnavailable("no answer");
  const { outcome } = await executeCheck({
    ...{ RemovePosts: [new AnalysisFailed("it broke")], RecordFailure: [lost], Notify: [lost] },
  });

  expect(outcome).toMatchObject({ status: "FAILED", error: "AnalysisFailed" });
});
