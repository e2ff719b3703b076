import validate from "asl-validator";
import { describe, expect, test } from "vitest";
import {
  AnalysisFailed,
  DatabaseUnavailable,
  InvalidInput,
  RunInProgress,
  SourceUnavailable,
} from "../../functions/errors.ts";
import type { Json } from "../../functions/ports.ts";
import { functionArns, SHARED_FOLDER, SHARED_FUNCTIONS } from "../../state-machines/functions.ts";
import { HOUSING_FUNCTIONS } from "../../state-machines/housing/resources.ts";
import { type HousingTask, housingStateMachine } from "../../state-machines/housing.ts";
import { goldenText } from "../golden.ts";
import { executeMachine, type Replies } from "./execute-machine.ts";
import { isEnd, reachable, type States } from "./graph.ts";
import { functionArn } from "./resources.ts";

/** The machine as in a stack, with an account that does not exist. */
const machine = housingStateMachine({
  functions: {
    ...functionArns(HOUSING_FUNCTIONS, functionArn("housing")),
    ...functionArns(SHARED_FUNCTIONS, functionArn(SHARED_FOLDER)),
  },
  failureTopic: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
});
const states: States = machine.States;

const EXECUTION = "arn:aws:states:eu-west-2:123456789012:execution:housing:monthly-2026-11-01";
const run = { runId: "20261101T070000Z", scheduledTime: "2026-11-01T07:00:00.000Z", batchNr: 20261101 };
const fetched = { cursor: null, done: true, files: 2, bytes: 20_000_000 };
const closed = { runId: run.runId, status: "succeeded", sales: { read: 10 } };

const undisturbed: Replies<HousingTask> = {
  PrepareDatabase: [run],
  FetchFiles: [fetched],
  PlaceSales: [{ sales: 7_000, rejected: 3 }],
  LoadSales: [{ sales: 7_000 }],
  Publish: [{ latest: true }],
  CloseRun: [closed],
  RecordFailure: [{}],
  Notify: [{ MessageId: "m-1" }],
};

const execute = (replies: Partial<Replies<HousingTask>> = {}, input: Json = {}) =>
  executeMachine(machine, EXECUTION, { ...undisturbed, ...replies }, input);

const whole = [
  "PrepareDatabase",
  "FetchFiles",
  "FetchMore",
  "PlaceSales",
  "LoadSales",
  "Publish",
  "CloseRun",
];

describe("the definition", () => {
  test("is the one that was reviewed", () => {
    const text = `${JSON.stringify(machine, null, 2)}\n`;
    expect(text).toBe(goldenText("housing.asl.json", text));
  });

  test("is valid Amazon States Language", () => {
    const { isValid, errorsText } = validate(structuredClone(machine));
    expect(isValid, errorsText()).toBe(true);
  });

  test("has no state that is not reached, and none that has no way to an end", () => {
    expect([...reachable(states, machine.StartAt)].sort()).toEqual(Object.keys(states).sort());
    for (const name of Object.keys(states))
      expect([...reachable(states, name)].some((end) => isEnd(states[end]))).toBe(true);
  });
});

describe("an execution", () => {
  test("goes from PrepareDatabase to CloseRun, and returns what CloseRun says", async () => {
    const { outcome, states: entered, calls } = await execute({}, { runId: run.runId });
    expect(entered).toEqual(whole);
    expect(outcome).toEqual({ status: "SUCCEEDED", output: closed });
    expect(calls.find(({ task }) => task === "CloseRun")?.parameters).toMatchObject({
      Payload: {
        execution: EXECUTION,
        state: {
          run,
          fetch: fetched,
          placed: { sales: 7_000, rejected: 3 },
          load: { sales: 7_000 },
          publish: { latest: true },
        },
      },
    });
  });

  test("that finds nothing new is closed at once, and publishes nothing", async () => {
    const empty = { ...closed, status: "empty" };
    const { outcome, states: entered } = await execute({
      FetchFiles: [{ ...fetched, files: 0, bytes: 0 }],
      CloseRun: [empty],
    });
    expect(entered).toEqual(["PrepareDatabase", "FetchFiles", "FetchMore", "CloseRun"]);
    expect(outcome).toEqual({ status: "SUCCEEDED", output: empty });
  });

  test("fetches in slices, each from the last cursor", async () => {
    const slice = { cursor: 3, done: false, files: 1, bytes: 9 };
    const { states: entered, calls } = await execute({ FetchFiles: [slice, fetched] });
    expect(entered.slice(0, 5)).toEqual([
      ...["PrepareDatabase", "FetchFiles", "FetchMore", "FetchFiles", "FetchMore"],
    ]);
    expect(calls[2]).toMatchObject({ task: "FetchFiles", parameters: { Payload: { run, fetch: slice } } });
  });

  test("beside an active run succeeds as already running", async () => {
    const { outcome, states: entered } = await execute({ PrepareDatabase: [new RunInProgress("active")] });
    expect(entered).toEqual(["PrepareDatabase", "AlreadyRunning"]);
    expect(outcome).toEqual({ status: "SUCCEEDED", output: { status: "already-running" } });
  });

  test.each([
    ["FetchFiles", new SourceUnavailable("The host does not answer")],
    ["LoadSales", new DatabaseUnavailable("No connection")],
  ] as const)("tries %s again if what failed can pass", async (task, error) => {
    const { outcome, states: entered } = await execute({
      [task]: [error, ...undisturbed[task]],
    });
    expect(entered).toEqual(whole);
    expect(outcome.status).toBe("SUCCEEDED");
  });

  test.each(["PrepareDatabase", "FetchFiles", "PlaceSales", "LoadSales", "Publish", "CloseRun"] as const)(
    "that fails in %s records it, tells of it, and fails with its error",
    async (task) => {
      const error = task === "PlaceSales" ? new InvalidInput("A web page") : new AnalysisFailed("It broke");
      const { outcome, states: entered } = await execute({ [task]: [error] });
      expect(entered.slice(-3)).toEqual(["RecordFailure", "Notify", "Failed"]);
      expect(outcome).toMatchObject({ status: "FAILED", error: error.name });
    },
  );
});
