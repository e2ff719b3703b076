import { describe, expect, test } from "vitest";
import {
  AnalysisFailed,
  DatabaseUnavailable,
  InvalidInput,
  RunInProgress,
  SourceUnavailable,
} from "../../functions/errors.ts";
import { closed, EXECUTION, execute, fetched, run, undisturbed } from "./execute-housing.ts";

const whole = [
  "PrepareDatabase",
  "FetchFiles",
  "FetchMore",
  "PlaceSales",
  "LoadSales",
  "Publish",
  "CloseRun",
];

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
