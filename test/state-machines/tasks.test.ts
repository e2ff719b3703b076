import { describe, expect, test } from "vitest";
import type { Task } from "../../state-machines/asl.ts";
import { type NeighbourhoodTask, neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { reachable, type States } from "./graph.ts";
import { exampleResources } from "./resources.ts";

const machine = neighbourhoodStateMachine(exampleResources);
const states: States = machine.States;
const tasks = Object.entries(states).filter((entry): entry is [string, Task] => entry[1].Type === "Task");
const retried = (task: Task): string[] => task.Retry.flatMap((retrier) => retrier.ErrorEquals);
const lambdas = tasks.filter(([, task]) => task.Resource === "arn:aws:states:::lambda:invoke");
const resource = (action: string) =>
  tasks.filter(([, task]) => task.Resource === `arn:aws:states:::elasticmapreduce:${action}.sync`);

test("the names that handlers are bound to are those of the Task states", () => {
  // The compiler asks for each name of the union, and refuses any other.
  const union: Record<NeighbourhoodTask, true> = {
    PrepareDatabase: true,
    ExtractPosts: true,
    Analyse: true,
    PlanCluster: true,
    CreateCluster: true,
    CopyIn: true,
    Sentiment: true,
    CopySentimentOut: true,
    Topics: true,
    CopyTopicsOut: true,
    TerminateCluster: true,
    ListResults: true,
    TerminateFailedCluster: true,
    LoadResults: true,
    Publish: true,
    CloseRun: true,
    RecordFailure: true,
    Notify: true,
  };
  expect(tasks.map(([name]) => name)).toEqual(Object.keys(union));
});

describe.each(tasks)("%s", (name, task) => {
  test("has a timeout that leaves the execution time to fail", () => {
    expect(task.TimeoutSeconds).toBeGreaterThan(0);
    expect(task.TimeoutSeconds).toBeLessThan(machine.TimeoutSeconds / 2);
  });

  test("catches every error, and keeps the state beside it", () => {
    expect(task.Catch.at(-1)?.ErrorEquals).toEqual(["States.ALL"]);
    for (const { ResultPath } of task.Catch) expect(ResultPath).toMatch(/^\$\.\w*[eE]rror$/);
  });

  test("loses nothing of the state that a later one reads", () => {
    // PrepareDatabase begins the state and CloseRun ends it.
    const replaces = task.ResultPath === undefined;
    expect(replaces).toBe(name === "PrepareDatabase" || name === "CloseRun");
    expect(task.ResultPath).not.toBe("$");
  });

  test("repeats in growing, random intervals, a limited number of times", () => {
    expect(task.Retry.length).toBeGreaterThan(0);
    for (const retrier of task.Retry) {
      expect(retrier).toMatchObject({ BackoffRate: 2, JitterStrategy: "FULL" });
      expect(retrier.MaxAttempts).toBeLessThanOrEqual(6);
      expect(retrier.MaxDelaySeconds).toBeGreaterThan(retrier.IntervalSeconds);
    }
  });

  test("names States.ALL only by itself and last, as the language demands", () => {
    for (const list of [task.Retry, task.Catch]) {
      const all = list.findIndex(({ ErrorEquals }) => ErrorEquals.includes("States.ALL"));
      if (all === -1) continue;
      expect(list[all]?.ErrorEquals).toEqual(["States.ALL"]);
      expect(all).toBe(list.length - 1);
    }
  });
});

test.each(lambdas)("%s repeats passing faults and no lasting ones", (_, task) => {
  expect(retried(task)).toEqual([
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Sandbox.Timedout",
    "SourceUnavailable",
    "DatabaseUnavailable",
  ]);
});

test("all functions and no others are invoked, each by one state", () => {
  const invoked = lambdas.map(([, { Parameters }]) =>
    typeof Parameters === "object" && Parameters !== null && "FunctionName" in Parameters
      ? Parameters.FunctionName
      : undefined,
  );
  expect(invoked.toSorted()).toEqual(Object.values(exampleResources.functions).toSorted());
});

test.each([...resource("createCluster"), ...resource("addStep")])(
  "%s is repeated only where EMR refused it before accepting it",
  (_, task) => {
    expect(retried(task)).toEqual(["EMR.ThrottlingException", "ElasticMapReduce.ThrottlingException"]);
  },
);

test.each(resource("terminateCluster"))("%s is repeated after whatever failed", (_, task) => {
  expect(retried(task)).toEqual(["States.ALL"]);
});

test("the EMR branch is one cluster, five steps and two ends", () => {
  expect(resource("createCluster").map(([name]) => name)).toEqual(["CreateCluster"]);
  expect(resource("addStep")).toHaveLength(5);
  expect(resource("terminateCluster")).toHaveLength(2);
});

test("the longest way through the cluster fits into the execution's time", () => {
  const branch = reachable(states, "CreateCluster", { without: ["LoadResults", "RecordFailure"] });
  const seconds = tasks
    .filter(([name]) => branch.has(name))
    .reduce((sum, [, task]) => sum + task.TimeoutSeconds, 0);
  expect(seconds).toBeLessThan(machine.TimeoutSeconds);
});
