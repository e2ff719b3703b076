import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { closed, run } from "../../state-machines/execute.ts";
import { complianceMachine, report } from "../../state-machines/execute-compliance.ts";
import { refusal } from "../../support/fake-aws-json.ts";
import { ANY_PIPELINE } from "../../support/pipeline-names.ts";
import { EXECUTIONS, type FakeMachine } from "./fake-stack.ts";
import { BEGIN, historyOf, historyOfCheck } from "./history-of.ts";
import { jsonOf, LINK, stackCommands } from "./stack-commands.ts";

const { call, onStack, options, stack } = stackCommands();
const RUN = "20261116T060000Z";
const CHECKS = EXECUTIONS.replace(/neighbourhood$/, "compliance");

describe("start", () => {
  test("starts a run, and tells its ARN, where to look at it and how to watch it", async () => {
    const ended = await onStack("start", "--run", "2026-11-16T06:00:00Z", "--engine", "lambda");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout.split("\n")).toEqual([
      `Run ${RUN} has started.`,
      "",
      `Execution  ${EXECUTIONS}:${RUN}`,
      `Console    ${LINK}:${RUN}`,
      expect.stringMatching(new RegExp(`^Watch {6}.*citypulse'? watch --execution ${RUN} --stack dev$`)),
      "",
    ]);
    expect(stack().executions.get(RUN)?.input).toBe(`{"runId":"${RUN}","engine":"lambda"}`);
  });

  test("starts nothing if the run is running already, and says so", async () => {
    await onStack("start", "--run", RUN);
    const ended = await onStack("start", "--run", RUN, "--json");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(jsonOf(ended)).toEqual({
      ...{ pipeline: "neighbourhood", runId: RUN, status: "already-started", name: RUN },
      ...{ execution: `${EXECUTIONS}:${RUN}`, console: `${LINK}:${RUN}` },
    });
    expect(stack().asked("StartExecution")).toHaveLength(1);
  });

  test("with --watch follows what it has started, though nobody can describe it yet", async () => {
    const histories = [await historyOf()];
    const answer = stack().operations.StartExecution;
    stack().operations.StartExecution = (input) => {
      const answered = answer?.(input) ?? { body: {} };
      for (const execution of stack().executions.values()) execution.histories = histories;
      return answered;
    };
    stack().operations.DescribeExecution = () => refusal("ExecutionDoesNotExist");
    const ended = await onStack("start", "--watch", "--run", RUN);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(`Run ${RUN} has started.\n`);
    expect(ended.stderr).toContain(" 6/6  CloseRun");
    expect(ended.stdout).toContain("succeeded");
  });

  test.each([
    { args: ["--run", "a/b"], says: 'run id "a/b"' },
    { args: ["--from", "yesterday"], says: '"from" is not a time: "yesterday"' },
    { args: ["--engine", "spark"], says: '--engine "spark"' },
    { args: ["--stack", "a b"], says: '--stack "a b"' },
    { args: ["--pipeline", "weather"], says: `--pipeline "weather": must be ${ANY_PIPELINE}.` },
    {
      args: ["--check", RUN],
      says: "--check is an option of the pipeline compliance, not of neighbourhood.",
    },
    {
      args: ["--pipeline", "compliance", "--engine", "emr"],
      says: "--engine is an option of the pipeline neighbourhood, not of compliance.",
    },
    { args: ["--pipeline", "compliance", "--check", "a/b"], says: '"a/b"' },
  ])("$args is refused before AWS is asked for anything", async ({ args, says }) => {
    const ended = await onStack("start", ...args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(says);
    expect(stack().requests).toEqual([]);
  });
});

describe("stop", () => {
  test("stops every execution that runs, in the name of who asked, and says what follows", async () => {
    stack().add("ended", { status: "FAILED" });
    stack().add(RUN);
    stack().add("other");
    const ended = await onStack("stop");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(
      /^Stopped {4}neighbourhood .*other\nStopped.*20261116T060000Z\n\nWithin minutes the clean-up ends the cluster/,
    );
    expect(stack().asked("StopExecution")).toEqual(
      ["other", RUN].map((name) => ({
        ...{ executionArn: `${EXECUTIONS}:${name}`, error: "Aborted" },
        cause: expect.stringMatching(/^\S+ on \S+ stopped it by "citypulse stop"\.$/),
      })),
    );
  });

  test("stops the one that is named, and not one that has ended", async () => {
    stack().add(RUN);
    stack().add("other");
    stack().add("ended", { status: "SUCCEEDED" });
    expect(jsonOf(await onStack("stop", "--execution", `${EXECUTIONS}:other`, "--json"))).toEqual({
      stopped: [`${EXECUTIONS}:other`],
      executions: [{ pipeline: "neighbourhood", name: "other", execution: `${EXECUTIONS}:other` }],
    });
    const ended = await onStack("stop", "--execution", "ended");
    expect(ended).toMatchObject({
      code: 0,
      stdout: "The execution ended of the stack dev has already ended.\n",
    });
    expect(stack().executions.get(RUN)?.status).toBe("RUNNING");
  });

  test("says so if nothing is running, which is no failure", async () => {
    expect(await onStack("stop")).toEqual({
      code: 0,
      stdout: "Nothing is running on the stack dev.\n",
      stderr: "",
    });
  });
});

describe("runs --stack", () => {
  test("lists the executions, the newest first, with the pipeline and the result of each", async () => {
    const output = JSON.stringify(closed);
    stack().add("one", { status: "SUCCEEDED", input: `{"runId":"${run.runId}"}`, output });
    const cause = '{"errorMessage":"it broke"}';
    stack().add("two", { status: "FAILED", input: `{"runId":"${RUN}"}`, error: "AnalysisFailed", cause });
    stack().add("three", { input: '{"scheduledTime":"2026-11-23T06:00:00Z","engine":"emr"}' });
    const rows = z.array(z.record(z.string(), z.unknown())).parse(jsonOf(await onStack("runs", "--json")));
    expect(rows).toMatchObject([
      { name: "three", runId: "20261123T060000Z", status: "running", engine: "emr", read: null, error: null },
      { name: "two", runId: RUN, status: "failed", error: { name: "AnalysisFailed", message: "it broke" } },
      { name: "one", runId: run.runId, status: "succeeded", ...closed.posts },
    ]);
    expect(rows.map(({ pipeline }) => pipeline)).toEqual(Array(3).fill("neighbourhood"));
    const listed = await onStack("runs");
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(listed.stdout.split("\n")).toHaveLength(5);
  });
});

describe("of the compliance check", () => {
  const CHECK = "20261116T180000Z";
  const HOUR = 3_600_000;
  let checks: FakeMachine;
  beforeEach(() => {
    checks = stack().deploy("compliance", complianceMachine);
  });

  test("start takes the id of a check, and nothing of it reaches the neighbourhood", async () => {
    const started = await onStack("start", "--pipeline", "compliance", "--check", "2026-11-16T18:00:00Z");
    expect(started).toMatchObject({ code: 0, stderr: "" });
    expect(started.stdout).toContain(`Run ${CHECK} has started.\n`);
    expect(started.stdout).toContain(`Execution  ${CHECKS}:${CHECK}\n`);
    expect(checks.executions.get(CHECK)?.input).toBe(`{"checkId":"${CHECK}"}`);
    expect(stack().executions.size).toBe(0);
    expect(jsonOf(await onStack("start", "--pipeline", "compliance", "--check", CHECK, "--json"))).toEqual({
      ...{ pipeline: "compliance", runId: CHECK, status: "already-started", name: CHECK },
      ...{ execution: `${CHECKS}:${CHECK}`, console: expect.stringContaining(`${CHECKS}:${CHECK}`) },
    });
  });

  test("start beside another check says that it ends at once", async () => {
    checks.add("daily", { input: '{"checkId":"daily"}' });
    const started = await onStack("start", "--pipeline", "compliance");
    expect(started.stdout).toContain(
      "The execution daily is running: unless it ends first, this run ends at once",
    );
  });

  test("start --watch follows the check that it started", async () => {
    const histories = [await historyOfCheck()];
    const answer = stack().operations.StartExecution;
    stack().operations.StartExecution = (input) => {
      const answered = answer?.(input) ?? { body: {} };
      for (const execution of checks.executions.values()) execution.histories = histories;
      return answered;
    };
    const ended = await onStack("start", "--pipeline", "compliance", "--check", CHECK, "--watch");
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain("of citypulse-dev-compliance in eu-west-2");
    expect(ended.stderr).toMatch(/ 2\/10 {2}ListPosts +ok .* 3,000 posts\n/);
    expect(ended.stdout).toContain(`Run ${CHECK} succeeded`);
    expect(ended.stdout).toContain(
      "Posts      X was asked about 3,000 posts; 12 removed, 3 runs made again\n",
    );
  });

  test("stop stops the running executions of all machines, says which, and how each continues", async () => {
    stack().add(RUN);
    checks.add(CHECK);
    const ended = await onStack("stop");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain(
      `Stopped    neighbourhood  ${EXECUTIONS}:${RUN}\nStopped    compliance  ${CHECKS}:${CHECK}\n`,
    );
    expect(ended.stdout).toMatch(
      /citypulse'? start --run ID --stack dev\n.*citypulse'? start --pipeline compliance --check ID --stack dev\n/,
    );
    expect(checks.executions.get(CHECK)).toMatchObject({ status: "ABORTED", error: "Aborted" });
    expect(stack().executions.get(RUN)?.status).toBe("ABORTED");
  });

  test("stop --pipeline leaves the other pipelines alone", async () => {
    stack().add(RUN);
    checks.add(CHECK);
    expect(jsonOf(await onStack("stop", "--pipeline", "compliance", "--json"))).toEqual({
      stopped: [`${CHECKS}:${CHECK}`],
      executions: [{ pipeline: "compliance", name: CHECK, execution: `${CHECKS}:${CHECK}` }],
    });
    expect(stack().executions.get(RUN)?.status).toBe("RUNNING");
    expect((await onStack("stop", "--pipeline", "compliance")).stdout).toBe(
      "Nothing of the pipeline compliance is running on the stack dev.\n",
    );
  });

  test("an execution is found by its ARN, and by its name in any machine; a name of two is a question", async () => {
    stack().add(CHECK);
    checks.add(CHECK);
    checks.add("daily");
    const byName = await onStack("stop", "--execution", "daily");
    expect(byName.stdout).toContain(`Stopped    compliance  ${CHECKS}:daily\n`);
    const ambiguous = await onStack("stop", "--execution", CHECK);
    expect(ambiguous).toMatchObject({ code: 2, stdout: "" });
    expect(ambiguous.stderr).toContain(
      `The pipelines neighbourhood and compliance each have an execution ${CHECK}.\n\nhint   Name the one`,
    );
    const byArn = await onStack("stop", "--execution", `${CHECKS}:${CHECK}`);
    expect(byArn.stdout).toContain(`Stopped    compliance  ${CHECKS}:${CHECK}\n`);
    await onStack("stop", "--execution", CHECK, "--pipeline", "neighbourhood");
    expect(stack().executions.get(CHECK)?.status).toBe("ABORTED");
  });

  test("runs lists the executions of all machines, the newest first, and --pipeline narrows the list", async () => {
    stack().add("older", { input: `{"runId":"${RUN}"}`, startedAt: BEGIN });
    const output = JSON.stringify(report);
    checks.add(CHECK, {
      status: "SUCCEEDED",
      startedAt: BEGIN + HOUR,
      input: `{"checkId":"${CHECK}"}`,
      output,
    });
    stack().add("newer", { startedAt: BEGIN + 2 * HOUR });
    const all = await onStack("runs", "--json");
    expect(jsonOf(all)).toMatchObject([
      { pipeline: "neighbourhood", name: "newer" },
      { pipeline: "compliance", name: CHECK, runId: CHECK, status: "succeeded", engine: null, read: null },
      { pipeline: "neighbourhood", name: "older" },
    ]);
    const listed = await onStack("runs", "--pipeline", "compliance");
    expect(listed.stdout).toMatch(/^pipeline .*\ncompliance .*\n$/);
  });
});

describe("without", () => {
  const NOWHERE = {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };

  // The region of the stack dev stands in its file.
  test.each(["start", "watch", "stop", "runs"])("a region, %s says how to name one", async (command) => {
    const ended = await call([command, "--stack", "prod"], { environment: NOWHERE });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^error {2}There is no AWS region .*\n\nhint .*--region/);
  });

  test("a region but in the stack's file, it looks there", async () => {
    const ended = await call(["runs", "--stack", "dev"], { environment: NOWHERE });
    expect(ended.stderr).not.toContain("There is no AWS region");
    expect(ended.stderr).toContain("There are no AWS credentials");
  });

  test("credentials, it says how to sign in", async () => {
    const ended = await call(["watch", "--stack", "dev", "--region", "eu-west-2"], { environment: NOWHERE });
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(/^error {2}There are no AWS credentials .*\n\nhint {3}Sign in to AWS/);
  });

  test("its stack in that place, it says which place was looked at", async () => {
    const ended = await call(["stop", "--stack", "prod"], options());
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(
      "no state machine of the stack prod in the region eu-west-2 of the account 123456789012",
    );
  });

  test("--stack, it is wrong usage", async () => {
    const ended = await call(["watch"], options());
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("--stack <name>");
  });
});
