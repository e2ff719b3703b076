import { describe, expect, test } from "vitest";
import { neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { catchers, isEnd, reachable, type States, successors } from "./graph.ts";
import { exampleResources } from "./resources.ts";

const machine = neighbourhoodStateMachine(exampleResources);
const states: States = machine.States;
const names = Object.keys(states);

test("every state is reached from the start", () => {
  expect([...reachable(states, machine.StartAt)].sort()).toEqual([...names].sort());
});

test.each(names)("from %s the execution can end", (name) => {
  expect([...reachable(states, name)].some((end) => isEnd(states[end]))).toBe(true);
});

test("only CloseRun, AlreadyRunning and Failed end the execution", () => {
  expect(names.filter((name) => isEnd(states[name]))).toEqual(["AlreadyRunning", "CloseRun", "Failed"]);
});

test("the last three states of a failure are all that can follow it", () => {
  expect([...reachable(states, "RecordFailure")].sort()).toEqual(["Failed", "Notify", "RecordFailure"]);
});

describe("while a cluster runs", () => {
  const undisturbed = reachable(states, machine.States.CreateCluster.Next, {
    edges: successors,
    without: [machine.States.TerminateCluster.Next],
  });

  test("the states are the five steps and the cluster's end", () => {
    expect([...undisturbed]).toEqual([
      "CopyIn",
      "Sentiment",
      "CopySentimentOut",
      "Topics",
      "CopyTopicsOut",
      "TerminateCluster",
    ]);
  });

  test.each([...undisturbed])("a failure of %s ends the cluster first", (name) => {
    const state = states[name];
    expect(state && catchers(state)).toEqual(["TerminateFailedCluster"]);
  });

  test("no way leads past both states that end it", () => {
    const past = reachable(states, machine.States.CreateCluster.Next, {
      without: ["TerminateCluster", "TerminateFailedCluster"],
    });
    expect([...past].filter((name) => isEnd(states[name]))).toEqual([]);
  });

  test("a failure to end it is recorded all the same", () => {
    expect(successors(machine.States.TerminateFailedCluster)).toEqual(["RecordFailure"]);
    expect(catchers(machine.States.TerminateFailedCluster)).toEqual(["RecordFailure"]);
  });
});
