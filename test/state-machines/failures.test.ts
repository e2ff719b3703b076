import { describe, expect, test } from "vitest";
import { AnalysisFailed, DatabaseUnavailable } from "../../functions/errors.ts";
import { EXECUTION, execute, isLambda, machine, parametersOf, run } from "./execute.ts";
import { reachable } from "./graph.ts";

const broken = new AnalysisFailed("it broke");
const onEmr = { PrepareDatabase: [{ ...run, engine: "emr" }] } as const;
const named = (name: string): Error => Object.assign(new Error(`${name} happened`), { name });

const tasks = Object.entries(machine.States)
  .filter(([, state]) => state.Type === "Task")
  .map(([name]) => name);
const tasksFrom = (start: string, without: readonly string[]): string[] => {
  const names = reachable(machine.States, start, { without });
  return tasks.filter((name) => names.has(name));
};
const failing = tasksFrom("PrepareDatabase", ["RecordFailure", "TerminateFailedCluster"]);
const whileClusterRuns = tasksFrom("CopyIn", ["ListResults", "RecordFailure", "TerminateFailedCluster"]);

test("the failures tried here are those of every Task before the failure's own states", () => {
  expect([...failing, "TerminateFailedCluster", "RecordFailure", "Notify"].sort()).toEqual([...tasks].sort());
});

describe.each(failing)("a failure of %s", (task) => {
  test("is recorded, reported and named by the execution", async () => {
    const start = task === "PrepareDatabase" || task === "Analyse" ? {} : onEmr;
    const cause = isLambda(task)
      ? JSON.stringify({ errorType: "AnalysisFailed", errorMessage: "it broke" })
      : "it broke";
    const { outcome, states, calls } = await execute({ ...start, [task]: [broken] }, { runId: run.runId });

    expect(states.slice(states.indexOf(task) + 1)).toEqual([
      ...(whileClusterRuns.includes(task) ? ["TerminateFailedCluster"] : []),
      ...["RecordFailure", "Notify", "Failed"],
    ]);
    expect(outcome).toEqual({ status: "FAILED", error: "AnalysisFailed", cause });
    expect(parametersOf(calls, "RecordFailure")).toMatchObject({
      Payload: {
        state: {
          ...(task === "PrepareDatabase" ? {} : { run: { runId: run.runId } }),
          error: { Error: "AnalysisFailed", Cause: cause },
        },
        execution: EXECUTION,
      },
    });
    const notified = parametersOf(calls, "Notify");
    expect(notified).toEqual({
      TopicArn: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
      Subject: "CityPulse failed: weekly-2026-11-16",
      // How the interpreter escapes the quotes in a Cause is its own affair.
      Message: expect.stringMatching(
        /^The neighbourhood pipeline failed: \{"Error":"AnalysisFailed",.*it broke/,
      ),
    });
    expect(notified).toHaveProperty(
      "Message",
      expect.stringContaining(` - Execution: ${EXECUTION} - Its input: {"runId":"2026-11-16"}`),
    );
  });
});

test.each(whileClusterRuns)("a failure of %s ends the cluster that runs", async (task) => {
  const { calls } = await execute({ ...onEmr, [task]: [broken] });

  expect(parametersOf(calls, "TerminateFailedCluster")).toEqual({ ClusterId: "j-EXAMPLE" });
  expect(parametersOf(calls, "RecordFailure")).toHaveProperty("Payload.state.cluster.ClusterId", "j-EXAMPLE");
});

describe("the first error stays the execution's own", () => {
  const first = { status: "FAILED", error: "AnalysisFailed", cause: "it broke" };
  const lost = new DatabaseUnavailable("no answer");

  test("where the cluster cannot be ended", async () => {
    const { outcome, states, calls } = await execute({
      ...onEmr,
      Sentiment: [broken],
      TerminateFailedCluster: [named("EMR.AmazonElasticMapReduceException")],
    });

    expect(outcome).toEqual(first);
    expect(states.slice(-4)).toEqual(["TerminateFailedCluster", "RecordFailure", "Notify", "Failed"]);
    expect(parametersOf(calls, "RecordFailure")).toMatchObject({
      Payload: { state: { terminateError: { Error: "EMR.AmazonElasticMapReduceException" } } },
    });
  });

  test("where it cannot be recorded", async () => {
    const { outcome, states } = await execute({ ...onEmr, Sentiment: [broken], RecordFailure: [lost] });

    expect(outcome).toEqual(first);
    expect(states.slice(-3)).toEqual(["RecordFailure", "Notify", "Failed"]);
  });

  test("where nobody can be told", async () => {
    const { outcome, states } = await execute({ ...onEmr, Sentiment: [broken], Notify: [lost] });

    expect(outcome).toEqual(first);
    expect(states.slice(-2)).toEqual(["Notify", "Failed"]);
  });

  test("where all of that fails at once", async () => {
    const { outcome, states } = await execute({
      ...onEmr,
      ...{ Sentiment: [broken], TerminateFailedCluster: [lost], RecordFailure: [lost], Notify: [lost] },
    });

    expect(outcome).toEqual(first);
    expect(states.slice(-4)).toEqual(["TerminateFailedCluster", "RecordFailure", "Notify", "Failed"]);
  });
});

describe("a second cluster is never started", () => {
  const cluster = { ClusterId: "j-EXAMPLE" };

  test("but a request that EMR throttled is made again", async () => {
    const { outcome, calls } = await execute({
      ...onEmr,
      CreateCluster: [named("EMR.ThrottlingException"), cluster],
    });

    expect(outcome.status).toBe("SUCCEEDED");
    expect(calls.filter(({ task }) => task === "CreateCluster")).toHaveLength(2);
  });

  test.each(["States.Timeout", "States.TaskFailed", "EMR.AmazonElasticMapReduceException"])(
    "after %s",
    async (error) => {
      const { outcome, calls } = await execute({ ...onEmr, CreateCluster: [named(error), cluster] });

      expect(outcome).toMatchObject({ status: "FAILED", error });
      expect(calls.filter(({ task }) => task === "CreateCluster")).toHaveLength(1);
    },
  );
});

test("a cluster that did not end at once is ended again before the run goes on", async () => {
  const { outcome, calls } = await execute({
    ...onEmr,
    TerminateCluster: [named("States.Timeout"), { ClusterId: "j-EXAMPLE" }],
  });

  expect(outcome.status).toBe("SUCCEEDED");
  expect(calls.filter(({ task }) => task === "TerminateCluster")).toHaveLength(2);
});
