import { describe, expect, test } from "vitest";
import { AnalysisFailed, RunInProgress } from "../../../functions/errors.ts";
import { closed, run } from "../../state-machines/execute.ts";
import { complianceMachine, removal } from "../../state-machines/execute-compliance.ts";
import { refusal, SECRET_KEY } from "../../support/fake-aws-json.ts";
import { addCluster, EXECUTIONS } from "./fake-stack.ts";
import { BEGIN, cutOffBy, historyOf, historyOfCheck, until } from "./history-of.ts";
import { jsonOf, LINK, stackCommands } from "./stack-commands.ts";

const { onStack, options, stack, start } = stackCommands();
const RUN = "20261116T060000Z";
const ON_EMR = { PrepareDatabase: [{ ...run, engine: "emr" }] } as const;

const watch = (...args: string[]) => onStack("watch", "--every", "0.05", ...args);

test("watch follows the newest execution that runs from state to state, and tells what it came to", async () => {
  const whole = await historyOf({}, { seconds: { Analyse: 130 } });
  stack().add("older", { histories: [[]] });
  stack().add(RUN, {
    histories: [
      [],
      until(whole, "TaskStarted", "ExtractPosts"),
      until(whole, "TaskStarted", "Analyse"),
      whole,
    ],
  });
  stack().add("ended", { status: "FAILED" });
  const ended = await watch();
  expect(ended.code).toBe(0);
  expect(ended.stderr.split("\n")).toEqual([
    `Execution ${RUN} of citypulse-dev-neighbourhood in eu-west-2`,
    "",
    " 1/6  PrepareDatabase     ok    2.0 s",
    " 2/6  ExtractPosts        ok    2.0 s  1,000 records in 10 files",
    " 3/6  Analyse             ok   2m 10s  990 posts, 6 rejected",
    " 4/6  LoadResults         ok    2.0 s  990 posts",
    " 5/6  Publish             ok    2.0 s",
    " 6/6  CloseRun            ok    2.0 s",
    "",
  ]);
  expect(ended.stdout).toContain(`Run ${run.runId} succeeded (2m 20s).`);
  expect(ended.stdout).toContain("1,000 read = 990 accepted + 4 duplicates + 6 rejected");
  expect(ended.stdout).toContain(`Console    ${LINK}:${RUN}\n`);
  expect(stack().asked("GetExecutionHistory")).toHaveLength(4);
});

test("watch where none runs shows the newest that ended, with what its cluster has cost, as one JSON object", async () => {
  stack().add("older", { status: "FAILED" });
  const seconds = { CreateCluster: 400, Sentiment: 3_000 };
  stack().add(RUN, { status: "SUCCEEDED", histories: [await historyOf(ON_EMR, { seconds })] });
  addCluster(stack(), "TERMINATED", { Name: "Sentiment", State: "COMPLETED" }, 1);
  const ended = await watch("--json");
  expect(ended.code).toBe(0);
  expect(jsonOf(ended)).toMatchObject({
    ...{
      pipeline: "neighbourhood",
      runId: run.runId,
      status: "succeeded",
      posts: closed.posts,
      error: null,
      cluster: "j-EXAMPLE",
    },
    ...{ execution: `${EXECUTIONS}:${RUN}`, console: `${LINK}:${RUN}` },
    states: expect.arrayContaining([{ state: "Sentiment", outcome: "done", elapsedMs: 3_000_000 }]),
    cost: {
      dollars: expect.closeTo(3 * 0.254 + 0.00087, 2),
      parts: expect.arrayContaining([
        expect.objectContaining({ part: "EMR", quantity: 3 }),
        expect.objectContaining({ unit: "GB-seconds", quantity: 12 * 0.5 + 2 * (3008 / 1024) }),
      ]),
      notCounted: [expect.stringContaining("Spot")],
    },
  });
  expect(ended.stderr).toContain(" 6/14  Sentiment");
});

test("watch of a run that failed ends with 1, with where and why, and how to go on", async () => {
  stack().add(RUN, {
    status: "FAILED",
    histories: [await historyOf({ Analyse: [new AnalysisFailed("It broke.")] })],
  });
  const ended = await watch();
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain(
    `error  Run ${run.runId} failed with AnalysisFailed in Analyse: It broke.\n\nhint`,
  );
  expect(ended.stderr).toContain(`${LINK}:${RUN}\n`);
  expect(ended.stderr).toMatch(new RegExp(`citypulse'? start --run ${run.runId} --stack dev`));
});

test("watch of a run that was stopped says who did it, in the JSON too", async () => {
  const details = { executionAbortedEventDetails: { error: "Aborted", cause: "ann stopped it" } };
  const history = cutOffBy(until(await historyOf(), "TaskStarted", "Analyse"), "ExecutionAborted", details);
  stack().add(RUN, { status: "ABORTED", histories: [history] });
  const ended = await watch("--json");
  expect(ended.code).toBe(1);
  expect(jsonOf(ended)).toMatchObject({
    status: "failed",
    error: { name: "Aborted", message: "ann stopped it" },
  });
});

test("watch of a run beside an active one says so, and is no failure", async () => {
  const history = await historyOf({ PrepareDatabase: [new RunInProgress("busy")] });
  stack().add(RUN, { status: "SUCCEEDED", input: `{"runId":"${RUN}"}`, histories: [history] });
  const ended = await watch("--execution", RUN);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain(`Run ${RUN} did not start: another run was active`);
});

test.each([
  { signal: "SIGINT", code: 130 },
  { signal: "SIGTERM", code: 143 },
] as const)("watch ends by $signal with $code, and stops nothing but itself", async ({ signal, code }) => {
  stack().add(RUN, { histories: [until(await historyOf(), "TaskStarted", "Analyse")] });
  const running = start(["watch", "--stack", "dev", "--every", "600", "--json"], options());
  await expect.poll(() => stack().asked("GetExecutionHistory").length, { timeout: 20_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  running.signalGroup(signal);
  const ended = await running.ended;
  expect(ended.code).toBe(code);
  expect(ended.stderr).toContain("Stopped watching; the execution continues.");
  expect(ended.stderr).toMatch(new RegExp(`citypulse'? watch --execution ${RUN} --stack dev`));
  expect(jsonOf(ended)).toMatchObject({ status: "running", states: { length: 3 } });
  expect(stack().asked("StopExecution")).toEqual([]);
});

test("watch with credentials that expire in the middle says what to do, that the run goes on, and no secret", async () => {
  stack().add(RUN, { histories: [until(await historyOf(), "TaskStarted", "Analyse")] });
  const answer = stack().operations.GetExecutionHistory;
  let asked = 0;
  stack().operations.GetExecutionHistory = (input) =>
    asked++ === 0 ? (answer?.(input) ?? { body: {} }) : refusal("ExpiredTokenException", "The token is old");
  const ended = await watch();
  expect(ended.code).toBe(2);
  for (const part of ["The token is old", "Sign in to AWS again", "the execution continues"])
    expect(ended.stderr).toContain(part);
  expect(ended.stderr).not.toContain(SECRET_KEY);
  expect(ended.stderr).not.toMatch(/^ +at /m);
});

test.each([
  { given: "nowhere", says: "There is no execution nowhere" },
  { given: `${EXECUTIONS.replace("dev", "prod")}:x`, says: "does not belong to this stack" },
])("watch of the execution $given is wrong usage", async ({ given, says }) => {
  const ended = await watch("--execution", given);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain(says);
});

describe("beside the compliance check", () => {
  const CHECKS = EXECUTIONS.replace(/neighbourhood$/, "compliance");

  test("watch follows the newest execution that is running, of whichever machine", async () => {
    stack().add(RUN, { histories: [[]] });
    const checks = stack().deploy("compliance", complianceMachine);
    const waiting = { ...removal, resumeAt: "2026-11-16T19:00:00.000Z" };
    const whole = await historyOfCheck({ PrepareRemoval: [waiting, removal] });
    checks.add("daily", { histories: [whole], startedAt: BEGIN + 1000 });
    const ended = await watch();
    expect(ended.code).toBe(0);
    expect(ended.stderr.split("\n").slice(0, 8)).toEqual([
      "Execution daily of citypulse-dev-compliance in eu-west-2",
      "",
      " 1/10  PrepareDatabase     ok    2.0 s",
      " 2/10  ListPosts           ok    2.0 s  3,000 posts",
      " 3/10  SubmitJob           ok    2.0 s",
      " 4/10  CheckJob            ok    2.0 s",
      " 5/10  PrepareRemoval      ok    4.0 s  12 posts to remove, 3 runs to change",
      " 6/10  RemovePosts         ok    2.0 s",
    ]);
    expect(stack().asked("GetExecutionHistory")).toEqual([
      expect.objectContaining({ executionArn: `${CHECKS}:daily` }),
    ]);
  });

  test("watch --pipeline follows that pipeline's, and reports it as JSON", async () => {
    stack().add(RUN, { startedAt: BEGIN + 1000 });
    const checks = stack().deploy("compliance", complianceMachine);
    checks.add("daily", { histories: [await historyOfCheck()] });
    const ended = await watch("--pipeline", "compliance", "--json");
    expect(jsonOf(ended)).toMatchObject({
      ...{ pipeline: "compliance", execution: `${CHECKS}:daily`, status: "succeeded", posts: null },
      // RebuildRuns has the memory of the functions that work on all posts.
      cost: {
        parts: expect.arrayContaining([
          expect.objectContaining({ unit: "GB-seconds", quantity: 9 * 2 * 0.5 + 2 * (3008 / 1024) }),
        ]),
      },
    });
  });

  test("a check that failed is started again by its id", async () => {
    const checks = stack().deploy("compliance", complianceMachine);
    const histories = [await historyOfCheck({ RemovePosts: [new AnalysisFailed("It broke.")] })];
    checks.add("20261116T180000Z", { status: "FAILED", histories });
    const ended = await watch();
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain("failed with AnalysisFailed in RemovePosts: It broke.");
    expect(ended.stderr).toMatch(/citypulse'? start --pipeline compliance --check \S+ --stack dev/);
  });
});

test("watch of a stack that was never started says how to start it", async () => {
  const ended = await watch();
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toMatch(/has been started yet\.\n\nhint .*citypulse'? start --stack dev/);
});
