import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresDatabase } from "../../functions/adapters/database/postgres.ts";
import { testDatabases } from "../support/database.ts";
import { difference, readRunState } from "../support/run-state.ts";
import { SMALL_STATIONS, smallPosts } from "../support/small-posts.ts";
import { runNeighbourhood, runOptions, type TestRun } from "../support/test-run.ts";

const DOOMED = join(import.meta.dirname, "../support/doomed-run.ts");
const newDatabase = testDatabases();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-kill-"));
  await writeFile(join(folder, "good.jsonl"), smallPosts());
  await writeFile(join(folder, "bad.jsonl"), smallPosts(30));
  await writeFile(join(folder, "stations.csv"), SMALL_STATIONS);
});
afterAll(() => rm(folder, { recursive: true }));

type Scenario = Pick<TestRun, "engine" | "status"> & {
  readonly posts: string;
  /** Which of the moments are tried: all, or those that another scenario does not have. */
  isTried(moment: string, index: number, moments: readonly string[]): boolean;
  readonly atLeast: number;
};

const isState = (moment: string): boolean => /^[A-Z]\w+ entered$/.test(moment);
const isFailing: Scenario["isTried"] = (_, index, moments) =>
  index >= moments.findIndex((moment) => /^(TerminateFailedCluster|RecordFailure) entered$/.test(moment));

const SCENARIOS: readonly Scenario[] = [
  { engine: "lambda", status: "succeeded", posts: "good.jsonl", isTried: () => true, atLeast: 90 },
  // The same objects and statements are at work on EMR; what is new there are the states.
  { engine: "emr", status: "succeeded", posts: "good.jsonl", isTried: isState, atLeast: 15 },
  { engine: "lambda", status: "failed", posts: "bad.jsonl", isTried: isFailing, atLeast: 6 },
  { engine: "emr", status: "failed", posts: "good.jsonl", isTried: isFailing, atLeast: 8 },
];

async function newRun(name: string, { engine, status, posts }: Scenario): Promise<TestRun> {
  const home = join(folder, `${engine}-${status}-${name}`);
  await mkdir(home);
  return {
    home,
    runId: "20261116T060000Z",
    posts: join(folder, posts),
    stations: join(folder, "stations.csv"),
    engine,
    status,
    connection: (await newDatabase()).connection,
  };
}

/** Runs in a process of its own, which dies at moment number `killAt`; resolves to what it printed. */
const runDoomed = (run: TestRun, killAt: number | null): Promise<{ signal: string | null; output: string }> =>
  new Promise((resolve) => {
    const orders = JSON.stringify({ ...run, killAt });
    execFile(process.execPath, [DOOMED, orders], (error, stdout, stderr) =>
      resolve({ signal: error?.signal ?? null, output: error === null ? stdout : stderr }),
    );
  });

async function finish(run: TestRun): Promise<Record<string, unknown>> {
  const report = await runNeighbourhood(runOptions(run, Buffer.from(SMALL_STATIONS)));
  expect(report).toMatchObject({ status: run.status });
  return readState(run);
}

async function readState(run: TestRun): Promise<Record<string, unknown>> {
  const database = postgresDatabase(run.connection);
  const state = await readRunState(database, join(run.home, "store"));
  await database.close();
  return state;
}

describe.each(SCENARIOS)(
  "a run on $engine that has $status, when it is killed and started again",
  (scenario) => {
    test("ends as one that was never disturbed, wherever it was killed", { timeout: 400_000 }, async () => {
      const undisturbed = await newRun("undisturbed", scenario);
      const counted = await runDoomed(undisturbed, null);
      const moments: string[] = JSON.parse(counted.output);
      const expected = await readState(undisturbed);
      expect(await finish(undisturbed), "the same run twice").toEqual(expected);
      const tried = [...moments.keys()].filter((index) =>
        scenario.isTried(moments[index] ?? "", index, moments),
      );
      expect(tried.length).toBeGreaterThanOrEqual(scenario.atLeast);

      const differing: string[] = [];
      await eachOf(tried, async (moment) => {
        const run = await newRun(String(moment), scenario);
        const killed = await runDoomed(run, moment);
        if (killed.signal !== "SIGKILL") differing.push(`not killed ${moments[moment]}: ${killed.output}`);
        const state = await finish(run);
        if (JSON.stringify(state) !== JSON.stringify(expected)) {
          differing.push(`${moments[moment]} (${moment}): ${difference(state, expected)}`);
        }
        await rm(run.home, { recursive: true });
      });
      expect(differing).toEqual([]);
    });
  },
);

/** Two at a time, because half of each is waiting for a child process. */
async function eachOf(items: readonly number[], work: (item: number) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
