import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { stepLogs } from "../../../functions/adapters/aws/step-logs.ts";
import { folderStore } from "../../../functions/adapters/store/folder-store.ts";
import type { StepLogs } from "../../../functions/runs/ports.ts";
import { type RecordFailurePorts, recordFailure } from "../../../functions/runs/record-failure.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { CLUSTER, stepOf, testEmr } from "../../support/emr.ts";
import { clock, executionOf, pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
let place: TestDatabase;

beforeEach(async () => {
  place = await newDatabase();
  await pipelineOf(await newStore(), place).prepare({ runId: "first" });
});

const logsWith = (tail: StepLogs["tail"]): StepLogs => ({ logUri: "s3://logs/emr/", tail });
const notThereYet = logsWith(async () => undefined);
const STDERR = "Exception in thread main\n  at Main";
const withStderr = logsWith(async (clusterId, stepId) =>
  clusterId === "j-1" && stepId === "s-2" ? STDERR : undefined,
);

const causeOf = (FailureDetails?: object): string => {
  const Status = { State: "FAILED", ...(FailureDetails === undefined ? {} : { FailureDetails }) };
  return JSON.stringify({ Step: { Id: "s-2", Name: "Sentiment", Status } });
};

/** The message of the failure; the row says the same. */
async function record(
  Cause: string | undefined,
  ports: Partial<RecordFailurePorts>,
  ClusterId = "j-1",
): Promise<string> {
  const error = { Error: "States.TaskFailed", ...(Cause === undefined ? {} : { Cause }) };
  const event = { state: { error, cluster: { ClusterId } }, execution: executionOf("first") };
  const { message } = await recordFailure(event, { database: place.database, clock, ...ports });
  expect(await place.database.query("select status, error_message from citypulse.runs")).toEqual([
    { status: "failed", error_message: message },
  ]);
  return message;
}

describe("the failure of a step", () => {
  test("ends with its stderr and the folder of its logs", async () => {
    expect(await record(causeOf({ Reason: "Unknown Error." }), { stepLogs: withStderr })).toBe(
      "Step Sentiment ended as FAILED.\nUnknown Error.\n" +
        "The end of the step's stderr:\nException in thread main\n  at Main\n" +
        "The logs of the step: s3://logs/emr/j-1/steps/s-2/",
    );
  });

  test.each([
    ["is not there yet", notThereYet],
    ["is empty", logsWith(async () => "")],
    ["cannot be read", logsWith(() => Promise.reject(new Error("Access denied")))],
  ])("has the folder alone where the log %s", async (_state, logs) => {
    expect(await record(causeOf(), { stepLogs: logs })).toBe(
      "Step Sentiment ended as FAILED.\nThe logs of the step: s3://logs/emr/j-1/steps/s-2/",
    );
  });

  test("is recorded without a log that cannot be read in the time that is left", {
    timeout: 5_000,
  }, async () => {
    const endless = logsWith(() => new Promise(() => {}));
    const hurried = { ...clock, remaining: () => 20 };
    expect(await record(causeOf(), { stepLogs: endless, clock: hurried })).toBe(
      "Step Sentiment ended as FAILED.\nThe logs of the step: s3://logs/emr/j-1/steps/s-2/",
    );
  });

  test("says nothing twice that EMR says itself", async () => {
    const LogFile = "s3://logs/emr/j-1/steps/s-2/stderr.gz";
    const Cause = causeOf({ Message: STDERR, LogFile });
    expect(await record(Cause, { stepLogs: withStderr })).toBe(
      `Step Sentiment ended as FAILED.\n${STDERR}\nIts log: ${LogFile}`,
    );
  });

  test("keeps the end of its stderr where EMR says a part of it", async () => {
    const Cause = causeOf({ Message: "Exception in thread main" });
    expect(await record(Cause, { stepLogs: withStderr })).toBe(
      `Step Sentiment ended as FAILED.\nException in thread main\nThe end of the step's stderr:\n${STDERR}\n` +
        "The logs of the step: s3://logs/emr/j-1/steps/s-2/",
    );
  });

  test("that nobody names has the folder of all the cluster's steps", async () => {
    expect(await record(undefined, { stepLogs: withStderr })).toBe(
      "The logs of the cluster's steps: s3://logs/emr/j-1/steps/",
    );
  });

  test("whose stderr PostgreSQL cannot store says the rest", async () => {
    const logs = logsWith(async () => "a\0b");
    const error = { Error: "States.TaskFailed", Cause: causeOf() };
    const event = { state: { error, cluster: { ClusterId: "j-1" } }, execution: executionOf("first") };
    await recordFailure(event, { database: place.database, clock, stepLogs: logs });
    const [row] = await place.database.query("select error_message from citypulse.runs");
    expect(row).toMatchObject({ error_message: expect.stringContaining("stderr:\na\ufffdb\n") });
  });

  test("is what the Cause says where no logs are known", async () => {
    expect(await record(causeOf(), {})).toBe("Step Sentiment ended as FAILED.");
  });
});

test("a step that failed on the laptop says its stderr and its log once", async () => {
  const root = await mkdtemp(join(tmpdir(), "citypulse-failed-step-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const emr = testEmr(root);
  await emr.createCluster(CLUSTER);
  const cause = await emr.addStep(stepOf(["fail", "3"])).then(
    () => "",
    (error: Error) => error.message,
  );
  await emr.close();
  const logUri = join(root, "logs");
  const logs = stepLogs({ logUri, store: folderStore(logUri), prefix: "" });
  expect(await logs.tail("j-0000000000001", "s-0000000000002")).toMatch(/^line 11\n.*\nline 30$/s);
  const message = await record(cause, { stepLogs: logs }, "j-0000000000001");
  expect(message.match(/line 30/g)).toHaveLength(1);
  expect(message.split(logUri)).toHaveLength(2);
});
