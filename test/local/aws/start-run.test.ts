import { afterEach, beforeEach, expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { parseRun, type RunInput } from "../../../functions/neighbourhood/run.ts";
import { openAws } from "../../../local/aws/clients.ts";
import { readRun } from "../../../local/aws/executed-run.ts";
import { stackExecutions } from "../../../local/aws/executions.ts";
import { startRun } from "../../../local/aws/start-run.ts";
import { neighbourhoodExecutions } from "../../../local/neighbourhood/executions.ts";
import { refusal } from "../../support/fake-aws-json.ts";
import { EXECUTIONS, type FakeStack, MACHINE, startFakeStack } from "./fake-stack.ts";

const RUN = "20261116T060000Z";
const NOW = "2026-11-22T00:00:00.000Z";

let stack: FakeStack;
beforeEach(async () => {
  stack = await startFakeStack();
});
afterEach(() => stack.close());

async function start(input: RunInput = { runId: RUN }) {
  const { stepFunctions } = await openAws(stack.settings);
  const pipeline = neighbourhoodExecutions;
  const executions = stackExecutions(stepFunctions, MACHINE);
  return startRun({ arn: MACHINE, name: "m", pipeline, executions }, readRun(pipeline, input, NOW));
}
const input = (more: object = {}) => JSON.stringify({ runId: RUN, engine: "auto", ...more });

test("a run's first execution has its id as its name and the whole run as its input", async () => {
  const window = { from: "2026-11-15", to: "2026-11-16T12:00Z" };
  const stations: [string, ...string[]] = ["Brixton", "Angel"];
  expect(await start({ runId: "2026-11-16T06:00:00Z", engine: "emr", stations, ...window })).toEqual({
    ...{ arn: `${EXECUTIONS}:${RUN}`, name: RUN, isNew: true, others: [] },
  });
  expect(stack.executions.get(RUN)?.input).toBe(
    input({
      ...{ engine: "emr", stations: ["Angel", "Brixton"] },
      ...{ from: "2026-11-15T00:00:00.000Z", to: "2026-11-16T12:00:00.000Z" },
    }),
  );
});

test("what is handed over makes the same run there as here", async () => {
  await start({ runId: RUN, from: "2026-11-15" });
  const given: unknown = JSON.parse(stack.executions.get(RUN)?.input ?? "");
  expect(parseRun(given, NOW)).toEqual(parseRun({ runId: RUN, from: "2026-11-15" }, NOW));
});

test("a run without an id is one of now", async () => {
  expect((await start({})).name).toBe("20261122T000000Z");
});

test.each(["FAILED", "ABORTED", "TIMED_OUT", "SUCCEEDED"] as const)(
  "after an attempt that ended as %s the next one has the next name",
  async (status) => {
    stack.add(RUN, { status, input: input() });
    expect((await start()).name).toBe(`${RUN}-2`);
    for (const execution of stack.executions.values()) execution.status = status;
    expect((await start()).name).toBe(`${RUN}-3`);
  },
);

test("a run at work is not started twice, whichever words asked for it and whatever its execution is called", async () => {
  stack.add("e1f2-by-schedule", { input: '{"scheduledTime": "2026-11-16T06:00:00Z"}' });
  expect(await start()).toMatchObject({ name: "e1f2-by-schedule", isNew: false });
  expect(stack.asked("StartExecution")).toEqual([]);
});

test("a run at work with another input is told, and nothing is started", async () => {
  stack.add(RUN, { input: input({ engine: "emr" }) });
  const starting = start();
  await expect(starting).rejects.toThrow(InvalidInput);
  await expect(starting).rejects.toThrow(
    `Run ${RUN} is running with another input, ${input({ engine: "emr" })}`,
  );
  expect(stack.asked("StartExecution")).toEqual([]);
});

test("other runs at work are told: only one may be", async () => {
  stack.add("20261115T060000Z", { input: '{"runId":"20261115T060000Z"}' });
  stack.add("by-hand", { input: "not of a run" });
  expect(await start()).toMatchObject({ isNew: true, others: ["by-hand", "20261115T060000Z"] });
});

test("a run that the list does not show yet is found by its name", async () => {
  stack.add(RUN, { input: input() });
  stack.operations.ListExecutions = () => ({ body: { executions: [] } });
  expect(await start()).toMatchObject({ name: RUN, isNew: false });
});

test("a name that somebody else takes in between is left to them", async () => {
  const answer = stack.operations.StartExecution;
  let asked = 0;
  stack.operations.StartExecution = (given) =>
    asked++ === 0 ? refusal("ExecutionAlreadyExists") : (answer?.(given) ?? { body: {} });
  expect((await start()).name).toBe(`${RUN}-2`);
});

test("the execution of another run whose id ends like an attempt is no attempt of this one", async () => {
  stack.add(RUN, { status: "FAILED", input: input() });
  stack.add(`${RUN}-2`, { input: `{"runId":"${RUN}-2"}` });
  expect(await start()).toMatchObject({ name: `${RUN}-3`, isNew: true, others: [`${RUN}-2`] });
});

test("a start that is throttled is asked for again", async () => {
  const answer = stack.operations.StartExecution;
  let asked = 0;
  stack.operations.StartExecution = (given) =>
    asked++ === 0 ? refusal("ThrottlingException") : (answer?.(given) ?? { body: {} });
  expect((await start()).isNew).toBe(true);
  expect(asked).toBe(2);
});
