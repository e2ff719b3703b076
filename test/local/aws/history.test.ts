import { afterEach, expect, test } from "vitest";
import { InvalidInput, PipelineError } from "../../../functions/errors.ts";
import { openAws } from "../../../local/aws/clients.ts";
import { type ExecutionEvent, executionHistory } from "../../../local/aws/history.ts";
import { refusal } from "../../support/fake-aws-json.ts";
import { EXECUTIONS, type FakeStack, startFakeStack } from "./fake-stack.ts";
import { historyOf, until } from "./history-of.ts";

let stack: FakeStack;
afterEach(() => stack.close());

async function open(pageSize: number, maxAttempts = 3) {
  stack = await startFakeStack({ pageSize });
  const { stepFunctions } = await openAws({ ...stack.settings, maxAttempts });
  return executionHistory(stepFunctions, `${EXECUTIONS}:weekly`);
}
const statesOf = (events: readonly ExecutionEvent[]) =>
  events.flatMap((event) => (event.kind === "entered" ? [event.state] : []));
const ALL = [
  ...["PrepareDatabase", "ExtractPosts", "ExtractMore", "ChooseEngine", "Analyse", "AnalyseMore"],
  ...["LoadResults", "LoadMore", "Publish", "CloseRun"],
];

test("a history is read through all its pages, oldest first, with its data", async () => {
  const history = await open(7);
  stack.add("weekly", { histories: [await historyOf()] });
  const events = await history.read();
  expect(statesOf(events)).toEqual(ALL);
  expect(events.at(-1)).toMatchObject({ kind: "ended", status: "SUCCEEDED" });
  expect(stack.asked("GetExecutionHistory")[1]).toEqual({
    ...{ executionArn: `${EXECUTIONS}:weekly`, includeExecutionData: true, maxResults: 1000, nextToken: "7" },
  });
});

test.each([1, 2, 5, 1000])(
  "with %i events a page, each event is told once, however often it is asked",
  async (size) => {
    const whole = await historyOf();
    const history = await open(size);
    const execution = stack.add("weekly");
    const told: ExecutionEvent[] = [];
    for (let end = 0; end <= whole.length; end += 3) {
      execution.histories = [whole.slice(0, end)];
      told.push(...(await history.read()));
    }
    execution.histories = [whole];
    told.push(...(await history.read()), ...(await history.read()));
    expect(statesOf(told)).toEqual(ALL);
    expect(told.filter(({ kind }) => kind === "ended")).toHaveLength(1);
  },
);

test("it goes on from the last page, not from the first", async () => {
  const history = await open(7);
  const whole = await historyOf();
  const execution = stack.add("weekly", { histories: [until(whole, "TaskStarted", "Analyse")] });
  await history.read();
  const before = stack.asked("GetExecutionHistory").length;
  execution.histories = [whole];
  await history.read();
  expect(stack.asked("GetExecutionHistory")[before]).toMatchObject({
    nextToken: expect.stringMatching(/^\d+$/),
  });
});

test("a token that is a day old is given up, and no event is told twice", async () => {
  const history = await open(7);
  const whole = await historyOf();
  stack.add("weekly", { histories: [whole] });
  const first = await history.read();
  const answer = stack.operations.GetExecutionHistory;
  let refused = 0;
  stack.operations.GetExecutionHistory = (input) => {
    if (refused++ === 0) return refusal("InvalidToken", "The token has expired");
    return answer?.(input) ?? { body: {} };
  };
  expect(statesOf(first)).toEqual(ALL);
  expect(await history.read()).toEqual([]);
  expect(refused).toBeGreaterThan(1);
});

test("a request that is throttled is made again", async () => {
  const history = await open(1000);
  stack.add("weekly", { histories: [await historyOf()] });
  const answer = stack.operations.GetExecutionHistory;
  let asked = 0;
  stack.operations.GetExecutionHistory = (input) =>
    asked++ === 0 ? refusal("ThrottlingException") : (answer?.(input) ?? { body: {} });
  expect(statesOf(await history.read())).toEqual(ALL);
});

test("where a later page fails, what was read is told by the next call", async () => {
  const history = await open(7, 1);
  stack.add("weekly", { histories: [await historyOf()] });
  const answer = stack.operations.GetExecutionHistory;
  let asked = 0;
  stack.operations.GetExecutionHistory = (input) =>
    asked++ === 2 ? { status: 500, body: {} } : (answer?.(input) ?? { body: {} });
  await expect(history.read()).rejects.toThrow(PipelineError);
  expect(statesOf(await history.read())).toEqual(ALL);
});

test("credentials that have expired are InvalidInput with what to do", async () => {
  const history = await open(1000);
  stack.operations.GetExecutionHistory = () =>
    refusal("ExpiredTokenException", "The security token has expired");
  const reading = history.read();
  await expect(reading).rejects.toThrow(InvalidInput);
  await expect(reading).rejects.toMatchObject({ hint: expect.stringContaining("Sign in to AWS again") });
});
