import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Json } from "../../../functions/ports.ts";
import type { LocalEmr } from "../../../local/emr/local-emr.ts";
import { CLUSTER, CLUSTER_ID, isBeating, stepOf, testEmr } from "../../support/emr.ts";

let root: string;
let emr: LocalEmr;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "citypulse step "));
  emr = testEmr(root);
  await emr.createCluster(CLUSTER);
});
afterEach(async () => {
  await emr.close();
  await rm(root, { recursive: true });
});

const log = (step: string, file: "stdout" | "stderr") =>
  readFile(join(root, "logs", CLUSTER_ID, "steps", step, file), "utf8");

const rejection = async (parameters: Json): Promise<{ name: string; cause: Json }> => {
  const error = await emr.addStep(parameters).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error("The step succeeded.");
  return { name: error.name, cause: JSON.parse(error.message) };
};

test("a step that succeeds gives DescribeStep's answer", async () => {
  expect(await emr.addStep(stepOf(["report", "a"]))).toEqual({
    Step: {
      Id: "s-0000000000002",
      Name: "Sentiment",
      Config: { Jar: "command-runner.jar", Properties: {}, Args: ["report", "a"] },
      ActionOnFailure: "CANCEL_AND_WAIT",
      Status: {
        State: "COMPLETED",
        StateChangeReason: {},
        Timeline: { CreationDateTime: 0, StartDateTime: 1000, EndDateTime: 2000 },
      },
    },
  });
});

test("a command gets its words, the environment and a folder of its own, and its output is kept", async () => {
  await emr.addStep(stepOf(["report", "a b", "$HOME", "'\"*", ""]));
  const told = JSON.parse(await log("s-0000000000002", "stdout"));
  expect(told).toEqual({
    args: ["a b", "$HOME", "'\"*", ""],
    folder: expect.stringMatching(/\/hdfs\/\d+-j-0000000000001\/steps\/s-0000000000002$/),
    mark: "passed on",
  });
  expect(await log("s-0000000000002", "stderr")).toBe("done\n");
});

test("URIs of the buckets and of HDFS become paths, wherever they stand in an argument", async () => {
  await emr.addStep(
    stepOf(["report", "s3://data/a b/run=1/", "--src=s3://data", "RAW=hdfs:///x", "s3://a-1/x,s3a://b.2/y"]),
  );
  const { args } = JSON.parse(await log("s-0000000000002", "stdout"));
  const buckets = join(root, "buckets");
  const hdfs = join(root, "hdfs", `${process.pid}-${CLUSTER_ID}`, "hdfs");
  expect(args).toEqual([
    `${buckets}/data/a b/run=1/`,
    `--src=${buckets}/data`,
    `RAW=${hdfs}/x`,
    `${buckets}/a-1/x,${buckets}/b.2/y`,
  ]);
});

test("a failed step tells its exit code, the last 20 lines of stderr and the log, and the cluster waits on", async () => {
  const { name, cause } = await rejection(stepOf(["fail", "3"]));
  expect(name).toBe("States.TaskFailed");
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 11}`);
  expect(cause).toMatchObject({
    Step: {
      Name: "Sentiment",
      Status: {
        State: "FAILED",
        FailureDetails: {
          Reason: "fail ended with exit code 3.",
          Message: lines.join("\n"),
          LogFile: join(root, "logs", CLUSTER_ID, "steps/s-0000000000002/stderr"),
        },
      },
    },
  });
  expect(emr.openClusters()).toHaveLength(1);
  expect(await emr.addStep(stepOf(["report"]))).toMatchObject({ Step: { Status: { State: "COMPLETED" } } });
});

test("what a command leaves running is killed when it ends", async () => {
  const path = join(root, "beat");
  await emr.addStep(stepOf(["leave", path]));
  expect((await stat(`${path}.2`)).size).toBeGreaterThan(0);
  await expect.poll(() => isBeating(path), { timeout: 10_000 }).toBe(false);
});

test("a command that is killed fails, with the signal", async () => {
  const { name, cause } = await rejection(stepOf(["sh", "-c", "kill -9 $$"]));
  expect(name).toBe("States.TaskFailed");
  expect(cause).toMatchObject({
    Step: { Status: { FailureDetails: { Reason: "sh was killed by SIGKILL." } } },
  });
});

test("a Cause stays below the 32,768 letters that Step Functions takes, however long the lines", async () => {
  const script = `process.stderr.write("\\n" + "\\\\".repeat(1e6)); process.exit(1)`;
  const { cause } = await rejection(stepOf(["node", "-e", script]));
  expect(JSON.stringify(cause).length).toBeLessThan(32_768);
});

test.each([
  ["CANCEL_AND_WAIT", "CANCELLED", 1],
  ["CONTINUE", "COMPLETED", 1],
  ["TERMINATE_CLUSTER", "CANCELLED", 0],
])("after a failure with %s the waiting step is %s", async (action, state, open) => {
  const failing = rejection(stepOf(["fail", "1"], action));
  const waiting = emr.addStep(stepOf(["report"])).catch((error: Error) => JSON.parse(error.message));
  expect((await failing).cause).toMatchObject({ Step: { Status: { State: "FAILED" } } });
  expect(await waiting).toMatchObject({ Step: { Status: { State: state } } });
  expect(emr.openClusters()).toHaveLength(open);
});

test("a command that is not installed is told with the way round it, and the cluster waits on", async () => {
  await expect(emr.addStep(stepOf(["spark-sql", "-f", "x"]))).rejects.toMatchObject({
    name: "InvalidInput",
    message:
      "spark-sql is not installed on this machine, and the step Sentiment of the engine emr runs it. " +
      "Install it with `citypulse doctor --install-spark`, or use --engine lambda, which needs no other program.",
  });
  expect(emr.openClusters()).toHaveLength(1);
});

test("a command is looked for in the search path only where that is allowed", async () => {
  const folder = join(root, "bin");
  await mkdir(folder);
  await writeFile(join(folder, "hello"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  const commands = { programs: new Map(), searchPath: `/nowhere:${folder}` };
  const searching = testEmr(root, { commands });
  await searching.createCluster(CLUSTER);
  expect(await searching.addStep(stepOf(["hello"]))).toMatchObject({
    Step: { Status: { State: "COMPLETED" } },
  });
  await searching.close();
  await expect(emr.addStep(stepOf(["hello"]))).rejects.toThrow("hello is not installed");
});

test.each([
  [{ Jar: "s3://jobs/own.jar", Args: ["report"] }, "Step.HadoopJarStep.Jar: must be command-runner.jar"],
  [{ Jar: "command-runner.jar", Args: [] }, "Step.HadoopJarStep.Args"],
  [{ Jar: "command-runner.jar", Args: ["report", "x".repeat(10_240)] }, "hold more than 10240 letters"],
  [{ Jar: "command-runner.jar", Args: ["report"], Arg: "" }, "Step.HadoopJarStep: Unrecognized key"],
])("addStep refuses %.80j", async (HadoopJarStep, fault) => {
  const Step = { Name: "Sentiment", ActionOnFailure: "CONTINUE", HadoopJarStep };
  await expect(emr.addStep({ ClusterId: CLUSTER_ID, Step })).rejects.toMatchObject({
    name: "EMR.AmazonElasticMapReduceException",
    message: expect.stringContaining(fault),
  });
});
