import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  HOUSING_LATEST_KEY,
  housingQuarantinePrefix,
  inputPrefix,
  placedPrefix,
} from "../../functions/housing/keys.ts";
import { goldenText } from "../golden.ts";
import { type Account, startAccount } from "../support/aws/account.ts";
import { leaseHolder, leaveBehind, runRow, stopExecution } from "../support/aws/account-state.ts";
import { INSTALL_MS } from "../support/aws/moto.ts";
import { type RunRequest, type RunResult, runPipeline, statesOf } from "../support/aws/pipeline-run.ts";
import { queryRows } from "../support/aws/rds.ts";
import { callsOfPipeline, recordedCalls } from "../support/aws/recorded-calls.ts";
import { xPosts } from "../support/aws/x-posts.ts";
import { lastModified, serveFiles } from "../support/housing/fake-files.ts";
import { SMALL_POSTCODES, saleLine, smallChanges, smallSales } from "../support/housing/small-files.ts";
import { ended } from "../support/neighbourhood/cleaning-up.ts";

const MONTHLY = "/pp-monthly-update-new-version.csv";
/** Of the year of the runs there is no file yet. */
const YEARS = ["2025", "2026"];

// Each run starts a process for every invocation.
vi.setConfig({ testTimeout: 120_000 });

/** The rows of `smallSales` whose deeds are of this year. */
const salesOf = (year: string): string =>
  smallSales()
    .split(/(?<=\r\n)/)
    .filter((line) => line.includes(`"${year}-`))
    .join("");

let account: Account;
let server: Awaited<ReturnType<typeof serveFiles>>;
beforeAll(async () => {
  const published = lastModified("2027-01-28");
  server = await serveFiles({
    [MONTHLY]: { body: smallChanges(), lastModified: published },
    ...Object.fromEntries(
      YEARS.map((year) => [`/pp-${year}.csv`, { body: salesOf(year), lastModified: published }]),
    ),
    "/postcodes.csv": { body: SMALL_POSTCODES },
  });
  const downloads = {
    monthlyUrl: `${server.url}${MONTHLY}`,
    yearlyUrl: `${server.url}/pp-{year}.csv`,
    postcodesUrl: `${server.url}/postcodes.csv`,
    years: 3,
  };
  account = await startAccount(xPosts([], Date.now()), { housing: { downloads } });
}, INSTALL_MS);
afterAll(() => Promise.all([account?.close(), server?.close()]));

const entered = new Set<string>();
/** A run with its id as the execution's name. */
async function run(runId: string, scheduledTime: string, more: Partial<RunRequest> = {}): Promise<RunResult> {
  const request = { pipeline: "housing", name: runId, input: { runId, scheduledTime }, ...more };
  const result = await runPipeline(account, request);
  for (const state of result.states) entered.add(state);
  return result;
}

/** The prices of all sales that the database holds, by the number in their id. */
async function prices(): Promise<Map<number, number>> {
  const rows = await queryRows(account.rds, "select sale_id as id, price from schema_housing.sales");
  return new Map(rows.map(({ id, price }) => [Number.parseInt(String(id).slice(-12), 16), Number(price)]));
}

test("a run goes from its first state to its last with the functions that are deployed", async () => {
  await leaveBehind(account, [
    `${inputPrefix("first")}00-other.csv/part-00000`,
    `${placedPrefix("first")}sales/part-99999.parquet`,
    `${housingQuarantinePrefix("first")}part-99999.jsonl`,
  ]);
  const { outcome, states } = await run("first", "2027-02-01T07:00:00Z", {
    // Too little for another file, so that the next slice finds what this one has stored.
    milliseconds: { "housing-fetch-files": 30_000 },
  });
  expect(outcome).toMatchObject({
    status: "SUCCEEDED",
    output: { runId: "first", status: "succeeded", sales: { read: 129, kept: 121, rejected: 1 } },
  });
  expect(states.filter((state) => state === "FetchFiles").length).toBe(2);
  expect(server.taken()).toEqual([MONTHLY, "/pp-2027.csv", "/pp-2026.csv", "/pp-2025.csv", "/postcodes.csv"]);
  expect(await runRow(account, "first")).toMatchObject({ status: "succeeded" });
  expect(await account.data.read(HOUSING_LATEST_KEY)).toBeDefined();
  expect(await account.data.list(housingQuarantinePrefix("first"))).toHaveLength(1);
  const found = await prices();
  expect(found.get(300)).toBe(650_000);
  expect(found.get(1)).toBe(345_678);
  expect(found.has(2)).toBe(false);
});

test("a run that finds nothing new closes as empty", async () => {
  const { outcome, states } = await run("empty", "2027-02-08T07:00:00Z");
  expect(outcome).toMatchObject({ status: "SUCCEEDED", output: { status: "empty" } });
  expect(states).not.toContain("PlaceSales");
  expect(server.taken()).toEqual([MONTHLY]);
});

test("a run whose rows cannot be used is recorded and told, and loads nothing", async () => {
  const before = await prices();
  const bad = { number: 400, price: 1, date: "2027-01-20", postcode: "NW1 7AB" };
  server.files.set(MONTHLY, { body: saleLine(bad), lastModified: lastModified("2027-02-26") });
  const { outcome, notices } = await run("failed", "2027-03-01T07:00:00Z");
  expect(outcome).toMatchObject({ status: "FAILED", error: "InvalidInput" });
  expect(notices).toHaveLength(1);
  expect(await runRow(account, "failed")).toMatchObject({ status: "failed", error_name: "InvalidInput" });
  expect(await prices()).toEqual(before);
});

test("the clean-up records the end of an execution that was stopped, and the run is started again", async () => {
  const good = { number: 400, price: 700_000, date: "2027-01-20", postcode: "NW1 7AB" };
  server.files.set(MONTHLY, { body: saleLine(good), lastModified: lastModified("2027-02-27") });
  const stopped = await run("stopped", "2027-03-02T07:00:00Z", { stopAt: "PlaceSales" });
  expect(stopped.outcome).toEqual({ status: "ABORTED" });
  const beside = await run("beside", "2027-03-03T07:00:00Z");
  expect(beside.outcome).toEqual({ status: "SUCCEEDED", output: { status: "already-running" } });

  await stopExecution(account, stopped.arn);
  expect(await account.invoke("runs-clean-up", ended(stopped.arn, "ABORTED"))).toMatchObject({
    executions: [stopped.arn],
    clusters: [],
  });
  expect(await runRow(account, "stopped")).toMatchObject({ status: "failed", error_name: "Aborted" });
  expect(await leaseHolder(account)).toBeUndefined();

  server.taken();
  const again = await run("stopped", "2027-03-02T07:00:00Z", { name: "stopped-again" });
  expect(again.outcome).toMatchObject({ status: "SUCCEEDED", output: { status: "succeeded" } });
  expect(server.taken()).toEqual([]);
  expect((await prices()).get(400)).toBe(700_000);
});

test("every state of the definition was entered", () => {
  expect([...entered].sort()).toEqual(statesOf(account, "housing"));
});

test("nothing was asked of AWS that is not in the golden list of calls, and all of it was asked", () => {
  expect(account.recorder.unknown).toEqual([]);
  const calls = recordedCalls(callsOfPipeline(account.recorder.calls, "housing"));
  expect(calls).toBe(goldenText("housing-calls.json", calls));
});
