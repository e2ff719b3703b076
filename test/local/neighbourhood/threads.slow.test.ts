import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresDatabase } from "../../../functions/adapters/database/postgres.ts";
import { testDatabases } from "../../support/database.ts";
import { depth } from "../../support/depth.ts";
import { readRunState } from "../../support/run-state.ts";
import { SMALL_STATIONS, smallPosts } from "../../support/small-posts.ts";
import { runNeighbourhood, runOptions, type TestRun } from "../../support/test-run.ts";

const THREADED = join(import.meta.dirname, "../../support/threaded-run.ts");
/** So small that every page is a batch of its own, and the posts fill several buckets. */
const bytesInBucket = 800;
const newDatabase = testDatabases();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-threads-"));
  await writeFile(join(folder, "posts.jsonl"), smallPosts());
  await writeFile(join(folder, "stations.csv"), SMALL_STATIONS);
});
afterAll(() => rm(folder, { recursive: true }));

async function newRun(name: string): Promise<TestRun> {
  const home = join(folder, name);
  await mkdir(home);
  return {
    home,
    runId: "20261116T060000Z",
    posts: join(folder, "posts.jsonl"),
    stations: join(folder, "stations.csv"),
    engine: "lambda",
    status: "succeeded",
    connection: (await newDatabase()).connection,
  };
}

/** Runs with threads in a process of its own; kills it after so many milliseconds, and says whether it had ended. */
async function runThreaded(run: TestRun, killAfter = Number.POSITIVE_INFINITY): Promise<boolean> {
  const child = spawn(process.execPath, [THREADED, JSON.stringify({ ...run, bytesInBucket })]);
  let errors = "";
  child.stderr.on("data", (text: Buffer) => (errors += text));
  const ended = once(child, "exit");
  if (Number.isFinite(killAfter)) {
    await Promise.race([ended, sleep(killAfter)]);
    child.kill("SIGKILL");
  }
  const [code, signal] = await ended;
  if (code !== 0 && signal !== "SIGKILL") throw new Error(errors);
  return code === 0;
}

async function readState(run: TestRun): Promise<Record<string, unknown>> {
  const database = postgresDatabase(run.connection);
  const state = await readRunState(database, join(run.home, "store"));
  await database.close();
  return state;
}

test("threads leave the objects and rows that one thread leaves, and so they do after a kill at any time", {
  timeout: 240_000,
}, async () => {
  const alone = await newRun("alone");
  const options = runOptions(alone, Buffer.from(SMALL_STATIONS));
  await runNeighbourhood({ ...options, bytesInBucket, wrap: (adapters) => adapters });
  const expected = await readState(alone);
  expect(JSON.stringify(expected)).toContain("part-00004.parquet");

  const threaded = await newRun("threaded");
  const started = performance.now();
  expect(await runThreaded(threaded)).toBe(true);
  const whole = performance.now() - started;
  expect(await readState(threaded)).toEqual(expected);

  let killed = 0;
  const moments = depth({ usual: 4, deep: 12 });
  for (let moment = 0; moment < moments; moment++) {
    const share = 0.1 + (moment * 0.9) / moments;
    const run = await newRun(`killed-${share.toFixed(2)}`);
    if (!(await runThreaded(run, share * whole))) killed += 1;
    expect(await runThreaded(run)).toBe(true);
    expect(await readState(run), `killed after ${share.toFixed(2)} of its time`).toEqual(expected);
  }
  expect(killed).toBeGreaterThan(moments / 2 - 1);
});
