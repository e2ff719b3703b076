import { describe, expect, test } from "vitest";
import { InvalidInput, SourceUnavailable } from "../../../functions/errors.ts";
import type { Json } from "../../../functions/ports.ts";
import { DATA_LIMIT_BYTES } from "../../../local/engine/data-limit.ts";
import { type StateEvent, startExecution } from "../../../local/engine/execution.ts";
import { taskPath } from "../../../local/engine/task-path.ts";
import { lambdaTask, type TaskHandler } from "../../../local/engine/tasks.ts";

const INVOKE = "arn:aws:states:::lambda:invoke";

/** One Lambda task, caught and retried as the pipeline's are. */
const machine = {
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: INVOKE,
      Parameters: { FunctionName: "work", "Payload.$": "$" },
      ResultSelector: { "answer.$": "$.Payload" },
      ResultPath: "$.work",
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ["SourceUnavailable"], IntervalSeconds: 60, MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Failed" }],
      End: true,
    },
    Failed: { Type: "Fail", ErrorPath: "$.error.Error", CausePath: "$.error.Cause" },
  },
};

const execute = (
  definition: object,
  tasks: Record<string, TaskHandler>,
  input: Json = {},
  events: StateEvent[] = [],
) =>
  startExecution({
    definition,
    tasks,
    arn: "arn:aws:states:local:000000000000:execution:test:one",
    name: "one",
    input,
    pauseMilliseconds: 0,
    onEvent: (event) => events.push(event),
  });

describe("an execution", () => {
  test("puts what a handler returns where the definition says, as JSON has it", async () => {
    const handler = lambdaTask(async () => ({ kept: 1, gone: undefined, at: new Date(0) }));
    const { outcome } = execute(machine, { Work: handler }, { given: true });
    expect(await outcome).toEqual({
      status: "SUCCEEDED",
      output: { given: true, work: { answer: { kept: 1, at: "1970-01-01T00:00:00.000Z" } } },
    });
  });

  test("refuses to start where a Task has no handler, because the interpreter would call AWS", () => {
    expect(() => execute(machine, {})).toThrow("No handler is bound to Work.");
  });

  test("refuses an invalid definition, each time", () => {
    const invalid = { ...machine, StartAt: "Nowhere" };
    for (let time = 0; time < 2; time++)
      expect(() => execute(invalid, { Work: async () => null })).toThrow(
        "State machine definition is invalid",
      );
  });

  test("fails with the handler's error by name, and its message and hint in a cause as Lambda writes it", async () => {
    const handler = lambdaTask(async () => {
      throw new InvalidInput("The file is empty.", { hint: "Give another." });
    });
    const outcome = await execute(machine, { Work: handler }).outcome;
    expect(outcome).toMatchObject({ status: "FAILED", error: "InvalidInput" });
    expect(JSON.parse(outcome.status === "FAILED" ? outcome.cause : "")).toEqual({
      errorType: "InvalidInput",
      errorMessage: "The file is empty.\n\nGive another.",
    });
  });

  test("retries what the definition retries, as often as it says", async () => {
    let calls = 0;
    const handler = lambdaTask(async () => {
      calls += 1;
      throw new SourceUnavailable("not now");
    });
    const events: StateEvent[] = [];
    expect(await execute(machine, { Work: handler }, {}, events).outcome).toMatchObject({
      error: "SourceUnavailable",
    });
    expect(calls).toBe(3);
    expect(events.filter((event) => event.kind === "retried")).toHaveLength(2);
  });

  test("reports every state as it is entered and left, with its data", async () => {
    const events: StateEvent[] = [];
    await execute(machine, { Work: lambdaTask(async () => 7) }, { a: 1 }, events).outcome;
    expect(events.map(({ kind, state, data }) => [kind, state, data])).toEqual([
      ["entered", "Work", { a: 1 }],
      ["left", "Work", { a: 1, work: { answer: 7 } }],
    ]);
  });

  test("is aborted in the middle of a Task", async () => {
    const execution = execute(machine, { Work: () => new Promise(() => {}) });
    setImmediate(execution.abort);
    expect(await execution.outcome).toEqual({ status: "ABORTED" });
  });

  test("times out as the definition's TimeoutSeconds says", async () => {
    const { outcome } = execute({ ...machine, TimeoutSeconds: 1 }, { Work: () => new Promise(() => {}) });
    expect(await outcome).toEqual({ status: "TIMED_OUT" });
  });
});

describe("the data limit", () => {
  const filler = (bytes: number): string => "x".repeat(bytes);

  test("lets a result through that just fits", async () => {
    const envelope = JSON.stringify({ StatusCode: 200, ExecutedVersion: "$LATEST", Payload: "" }).length;
    const handler = lambdaTask(async () => filler(DATA_LIMIT_BYTES - envelope));
    expect(await execute(machine, { Work: handler }).outcome).toMatchObject({ status: "SUCCEEDED" });
  });

  test("fails an execution whose handler returns more, and no Catch takes it", async () => {
    const handler = lambdaTask(async () => filler(DATA_LIMIT_BYTES));
    const outcome = await execute(machine, { Work: handler }).outcome;
    expect(outcome).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });

  test("counts bytes, not characters", async () => {
    const handler = lambdaTask(async () => "€".repeat(DATA_LIMIT_BYTES / 2));
    expect(await execute(machine, { Work: handler }).outcome).toMatchObject({
      error: "States.DataLimitExceeded",
    });
  });

  test("holds between states too, where no handler is at work", async () => {
    const passes = {
      StartAt: "Double",
      States: {
        Double: { Type: "Pass", Parameters: { "a.$": "$.a", "b.$": "$.a" }, Next: "Rest" },
        Rest: { Type: "Wait", Seconds: 1, End: true },
      },
    };
    const outcome = await execute(passes, {}, { a: filler(DATA_LIMIT_BYTES * 0.6) }).outcome;
    expect(outcome).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(outcome).toMatchObject({ cause: expect.stringContaining("Double") });
  });
});

test("the path of Tasks follows Next and Default, and the turns it is given", () => {
  const definition = {
    StartAt: "A",
    States: {
      A: { Type: "Task", Next: "Choose" },
      Choose: { Type: "Choice", Choices: [{ Next: "B" }], Default: "C" },
      B: { Type: "Task", Next: "C" },
      C: { Type: "Task" },
    },
  };
  expect(taskPath(definition)).toEqual(["A", "C"]);
  expect(taskPath(definition, { Choose: "B" })).toEqual(["A", "B", "C"]);
});

test("the path of Tasks leaves a loop whose Default leads back into it", () => {
  const definition = {
    StartAt: "Ask",
    States: {
      Ask: { Type: "Task", Next: "Answered" },
      Answered: { Type: "Choice", Choices: [{ Next: "Use" }], Default: "Ask" },
      Use: { Type: "Task" },
    },
  };
  expect(taskPath(definition)).toEqual(["Ask", "Use"]);
});
