import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Execution, startExecution } from "../../../local/engine/execution.ts";
import type { TaskHandler } from "../../../local/engine/tasks.ts";

const RESOURCE = "arn:aws:states:::lambda:invoke";
const DEFINITION = {
  StartAt: "First",
  States: {
    First: { Type: "Task", Resource: RESOURCE, Next: "Second" },
    Second: { Type: "Task", Resource: RESOURCE, End: true },
  },
};

const execute = (tasks: Record<string, TaskHandler>): Execution =>
  startExecution({ definition: DEFINITION, tasks, arn: "arn", name: "one", input: {} });

test("an aborted execution is idle only when the handler at work has returned", async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: work, resolve: finish } = Promise.withResolvers<null>();
  const entered: string[] = [];
  const execution = execute({
    First: () => {
      entered.push("First");
      begin();
      return work;
    },
    Second: async () => {
      entered.push("Second");
      return null;
    },
  });
  await begun;
  execution.abort();
  expect(await execution.outcome).toEqual({ status: "ABORTED" });
  let isIdle = false;
  const idle = execution.idle().then(() => {
    isIdle = true;
  });
  await nextTurn();
  expect(isIdle).toBe(false);
  finish(null);
  await idle;
  expect(entered).toEqual(["First"]);
});

test("an execution that has ended is idle, also where its handler failed", async () => {
  const execution = execute({
    First: async () => {
      throw new Error("no");
    },
    Second: async () => null,
  });
  expect(await execution.outcome).toMatchObject({ status: "FAILED" });
  await execution.idle();
});
