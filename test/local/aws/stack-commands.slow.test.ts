import { describe, expect, test } from "vitest";
import { z } from "zod";
import { closed, run } from "../../state-machines/execute.ts";
import { refusal } from "../../support/fake-aws-json.ts";
import { EXECUTIONS } from "./fake-stack.ts";
import { historyOf } from "./history-of.ts";
import { jsonOf, LINK, stackCommands } from "./stack-commands.ts";

const { call, onStack, options, stack } = stackCommands();
const RUN = "20261116T060000Z";

describe("start", () => {
  test("starts a run, and tells its ARN, where to look at it and how to watch it", async () => {
    const ended = await onStack("start", "--run", "2026-11-16T06:00:00Z", "--engine", "lambda");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout.split("\n")).toEqual([
      `Run ${RUN} has started.`,
      "",
      `Execution  ${EXECUTIONS}:${RUN}`,
      `Console    ${LINK}:${RUN}`,
      expect.stringMatching(new RegExp(`^Watch {6}.*citypulse watch --execution ${RUN} --stack dev$`)),
      "",
    ]);
    expect(stack().executions.get(RUN)?.input).toBe(`{"runId":"${RUN}","engine":"lambda"}`);
  });

  test("of what is at work already starts nothing, and says so", async () => {
    await onStack("start", "--run", RUN);
    const ended = await onStack("start", "--run", RUN, "--json");
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(jsonOf(ended)).toEqual({
      ...{ runId: RUN, status: "already-started", name: RUN },
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
      /^Stopped.*other\nStopped.*20261116T060000Z\n\nWithin minutes the clean-up ends the cluster/,
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
    });
    const ended = await onStack("stop", "--execution", "ended");
    expect(ended).toMatchObject({
      code: 0,
      stdout: "The execution ended of the stack dev has ended already.\n",
    });
    expect(stack().executions.get(RUN)?.status).toBe("RUNNING");
  });

  test("where nothing runs says so, which is no failure", async () => {
    expect(await onStack("stop")).toEqual({
      code: 0,
      stdout: "Nothing runs on the stack dev.\n",
      stderr: "",
    });
  });
});

describe("runs --stack", () => {
  test("lists the executions, the newest first, with what each came to", async () => {
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
    const listed = await onStack("runs");
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(listed.stdout.split("\n")).toHaveLength(5);
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
      "citypulse-prod-neighbourhood in the region eu-west-2 of the account 123456789012",
    );
  });

  test("--stack, it is wrong usage", async () => {
    const ended = await call(["watch"], options());
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("--stack <name>");
  });
});
