import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { analysisPrefix, LATEST_KEY, quarantinePrefix } from "../../functions/neighbourhood/keys.ts";
import { goldenText } from "../golden.ts";
import { type Account, startAccount } from "../support/aws/account.ts";
import { clusterState, leaveBehind, runRow, stopExecution } from "../support/aws/account-state.ts";
import { stepIdentifier } from "../support/aws/clusters.ts";
import { INSTALL_MS } from "../support/aws/moto.ts";
import { type RunRequest, type RunResult, runPipeline, statesOf } from "../support/aws/pipeline-run.ts";
import { recordedCalls } from "../support/aws/recorded-calls.ts";
import { xPosts } from "../support/aws/x-posts.ts";
import { ended } from "../support/neighbourhood/cleaning-up.ts";

const world = xPosts(["Angel", "Bank", "Camden Town", "Brixton"], Date.now());
const POSTS = { read: 22, accepted: 21, duplicates: 0, unplaced: 0, rejected: 1 };
/** Of what is near Bank, X gives the same for Monument. */
const CENTRAL = ["Angel", "Bank", "Monument"];

// Each run starts a process for every invocation and every step.
vi.setConfig({ testTimeout: 120_000 });

let account: Account;
beforeAll(async () => {
  account = await startAccount(world);
}, INSTALL_MS);
afterAll(() => account?.close());

const entered = new Set<string>();
async function run(request: RunRequest): Promise<RunResult> {
  const result = await runPipeline(account, request);
  for (const state of result.states) entered.add(state);
  return result;
}

const leftovers = (runId: string): string[] => [
  `${analysisPrefix(runId)}posts/part-99999.parquet`,
  `${quarantinePrefix(runId)}part-99999.jsonl`,
];

test("a run on Lambda goes from its first state to its last with the functions that are deployed", async () => {
  await leaveBehind(account, leftovers("first"));
  const { outcome, states } = await run({
    name: "first",
    input: { runId: "first", engine: "lambda", stations: CENTRAL },
    // Too little for another step, so that the next slice finds what this one has left.
    milliseconds: { "neighbourhood-analyse": 60_000, "neighbourhood-load-results": 1_000 },
  });
  expect(outcome).toEqual({
    status: "SUCCEEDED",
    output: {
      runId: "first",
      status: "succeeded",
      posts: { read: 69, accepted: 43, duplicates: 22, unplaced: 0, rejected: 4 },
    },
  });
  expect(states.filter((state) => state === "Analyse" || state === "LoadResults").length).toBeGreaterThan(2);
  expect(await runRow(account, "first")).toMatchObject({ status: "succeeded" });
  expect(await account.data.read(LATEST_KEY)).toBeDefined();
  expect(await account.data.list(quarantinePrefix("first"))).toHaveLength(1);
});

test("a run that finds nothing new on X closes as empty", async () => {
  const { outcome } = await run({ name: "empty", input: { runId: "empty", stations: CENTRAL } });
  expect(outcome).toMatchObject({ status: "SUCCEEDED", output: { status: "empty" } });
});

test("a failed step of a cluster is recorded with the end of its log, and without where there is no log", async () => {
  const name = "stderr.gz";
  const withLog = await run({
    name: "failed",
    input: { runId: "cluster", engine: "emr", stations: ["Camden Town"] },
    jobsFail: true,
    // Too little for another page: the next slice finds this one paid and stored.
    milliseconds: { "neighbourhood-extract-posts": 1_000 },
    onCluster: (id) =>
      account.logs.write(
        `emr/${id}/steps/s-${stepIdentifier(2)}/${name}`,
        gzipSync("the last words of Spark\n"),
      ),
  });
  expect(withLog.outcome).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
  expect(withLog.notices).toHaveLength(1);
  expect(await runRow(account, "cluster")).toMatchObject({
    status: "failed",
    error_message: expect.stringContaining("the last words of Spark"),
  });
  await run({
    name: "failed-again",
    input: { runId: "cluster", engine: "emr", stations: ["Camden Town"] },
    jobsFail: true,
  });
  const { error_message } = await runRow(account, "cluster");
  expect(error_message).toContain("s3://citypulse-dev-logs-0000/emr/j-");
  expect(error_message).not.toContain("the last words of Spark");
});

test("a run on a cluster ends with the results of the cluster, and needs none when it is started again", async () => {
  for (const name of ["cluster", "cluster-again"]) {
    await leaveBehind(account, leftovers("cluster"));
    const { outcome, states } = await run({
      name,
      input: { runId: "cluster", engine: "emr", stations: ["Camden Town"] },
    });
    expect(outcome).toMatchObject({ status: "SUCCEEDED", output: { status: "succeeded", posts: POSTS } });
    expect(states.includes("ListResults")).toBe(name === "cluster");
    expect(await account.data.list(quarantinePrefix("cluster"))).toHaveLength(1);
  }
});

test("the clean-up ends the cluster of an execution that was stopped, and records its end", async () => {
  let cluster = "";
  const stopped = await run({
    name: "stopped",
    input: { runId: "stopped", engine: "emr", stations: ["Brixton"] },
    stopAt: "Sentiment",
    onCluster: async (id) => {
      cluster = id;
    },
  });
  expect(stopped.outcome).toEqual({ status: "ABORTED" });
  const other = await run({ name: "other", input: { runId: "other" } });
  expect(other.outcome).toEqual({ status: "SUCCEEDED", output: { status: "already-running" } });

  await stopExecution(account, stopped.arn);
  expect(await account.invoke("runs-clean-up", ended(stopped.arn, "ABORTED"))).toEqual({
    executions: [stopped.arn],
    clusters: [cluster],
    health: null,
  });
  expect(await clusterState(account, cluster)).toBe("TERMINATED");
  expect(await runRow(account, "stopped")).toMatchObject({ status: "failed", error_name: "Aborted" });
});

test("the sweep finds what an execution has left of which no event came", async () => {
  const lost = await run({
    name: "lost",
    input: { runId: "stopped", engine: "lambda", stations: ["Brixton"] },
    stopAt: "ExtractPosts",
  });
  await stopExecution(account, lost.arn);
  expect(await account.invoke("runs-clean-up", { "detail-type": "Scheduled Event" })).toMatchObject({
    executions: expect.arrayContaining([lost.arn]),
    health: { hoursSinceSuccess: { neighbourhood: expect.any(Number) } },
  });
  expect(await runRow(account, "stopped")).toMatchObject({ status: "failed", error_name: "Aborted" });
});

test("every state of the definition was entered", () => {
  expect([...entered].sort()).toEqual(statesOf(account, "neighbourhood"));
});

test("nothing was asked of AWS that is not in the golden list of calls, and all of it was asked", () => {
  expect(account.recorder.unknown).toEqual([]);
  const calls = recordedCalls(account.recorder.calls);
  expect(calls).toBe(goldenText("calls.json", calls));
});
