import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { goldenText } from "../golden.ts";
import { type Account, startAccount } from "../support/aws/account.ts";
import { expireRaw, leaseHolder, objectsHolding, stopExecution } from "../support/aws/account-state.ts";
import { INSTALL_MS } from "../support/aws/moto.ts";
import { type RunRequest, type RunResult, runPipeline, statesOf } from "../support/aws/pipeline-run.ts";
import { queryRows } from "../support/aws/rds.ts";
import { callsOfPipeline, recordedCalls } from "../support/aws/recorded-calls.ts";
import { goneWords, xPosts } from "../support/aws/x-posts.ts";
import { problem } from "../support/compliance/fake-x.ts";
import { ended } from "../support/neighbourhood/cleaning-up.ts";

const STATIONS = { kept: "Angel", expired: "Camden Town", stopped: "Brixton" } as const;
const WORDS = Object.values(STATIONS).flatMap(goneWords);
/** One check, begun anew until it is finished. */
const CHECK = new Date().toISOString();
const world = xPosts(Object.values(STATIONS), Date.now());

// Each execution starts a process for every invocation.
vi.setConfig({ testTimeout: 120_000 });

const runOf = (runId: keyof typeof STATIONS, more: Partial<RunRequest> = {}): Promise<RunResult> =>
  runPipeline(account, {
    name: runId,
    input: { runId, engine: "lambda", stations: [STATIONS[runId]] },
    ...more,
  });

let account: Account;
let stopped: RunResult;
beforeAll(async () => {
  account = await startAccount(world);
  expect(await runOf("kept")).toMatchObject({ outcome: { status: "SUCCEEDED" } });
  expect(await runOf("expired")).toMatchObject({ outcome: { status: "SUCCEEDED" } });
  await expireRaw(account, "expired");
  // It holds the lease, and nobody has seen its posts yet.
  stopped = await runOf("stopped", { stopAt: "Analyse" });
  for (const word of WORDS) account.x.compliance.removed.set(world.idOf(word), "deleted");
}, INSTALL_MS);
afterAll(() => account?.close());

const entered = new Set<string>();
async function check(
  request: Omit<RunRequest, "input"> & Partial<Pick<RunRequest, "input">>,
): Promise<RunResult> {
  const result = await runPipeline(account, {
    pipeline: "compliance",
    input: { checkId: CHECK },
    ...request,
  });
  for (const state of result.states) entered.add(state);
  return result;
}

test("a check that X refuses is recorded and told, and leaves everything as it is", async () => {
  const { x } = account;
  x.compliance.intercept = () => problem(403, "Client Forbidden");
  const { outcome, notices } = await check({ name: "refused" });
  x.compliance.intercept = undefined;
  expect(outcome).toMatchObject({ status: "FAILED", error: "SourceRejected" });
  expect(notices).toHaveLength(1);
  const places = await objectsHolding(account, WORDS, ({ IsLatest }) => IsLatest === true);
  expect(new Set(places.map((place) => place.split("/")[0]))).toEqual(
    new Set(["analysis", "quarantine", "raw"]),
  );
});

test("a check waits for a run that is active, and the clean-up gives back the lease of one that is stopped", async () => {
  let released: Promise<unknown> | undefined;
  const { arn, states } = await check({
    name: "stopped",
    stopAt: "RemovePosts",
    onEntered(state) {
      if (state === "WaitForRun") released ??= cleanUpAfter(stopped.arn);
    },
  });
  expect(await released).toMatchObject({ executions: [stopped.arn] });
  expect(states).toContain("WaitForRun");
  expect(await leaseHolder(account)).toBe(arn);
  const beside = await check({ name: "beside", input: { checkId: "20261201T180000Z" } });
  expect(beside.outcome).toEqual({ status: "SUCCEEDED", output: { status: "already-running" } });
  expect(await cleanUpAfter(arn)).toMatchObject({ executions: [arn] });
  expect(await leaseHolder(account)).toBeUndefined();
});

async function cleanUpAfter(arn: string): Promise<unknown> {
  await stopExecution(account, arn);
  return await account.invoke("runs-clean-up", ended(arn, "ABORTED"));
}

test("a check finishes it: what X names is in no version of any object and in no row", async () => {
  const versions = await objectsHolding(account, WORDS, ({ IsLatest }) => IsLatest === false);
  expect(versions).toContainEqual(expect.stringMatching(/^raw\/run=expired\/.*: quixotrycamdentown$/));
  const { outcome } = await check({ name: "whole" });
  expect(outcome).toMatchObject({
    status: "SUCCEEDED",
    output: { status: "succeeded", removed: 6, runs: 3 },
  });
  expect(await objectsHolding(account, WORDS)).toEqual([]);
  const rows = await queryRows(account.rds, "select text from citypulse.posts");
  expect(rows).toHaveLength(40);
  expect(rows.filter(({ text }) => WORDS.some((word) => String(text).includes(word)))).toEqual([]);
  expect(await leaseHolder(account)).toBeUndefined();
});

test("every state of the definition was entered", () => {
  expect([...entered].sort()).toEqual(statesOf(account, "compliance"));
});

test("nothing was asked of AWS that is not in the golden list of calls, and all of it was asked", () => {
  expect(account.recorder.unknown).toEqual([]);
  const calls = recordedCalls(callsOfPipeline(account.recorder.calls, "compliance"));
  expect(calls).toBe(goldenText("compliance-calls.json", calls));
});
