import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { postgresDatabase } from "../../functions/adapters/database/postgres.ts";
import { xComplianceJobs } from "../../functions/adapters/posts/x-compliance/jobs.ts";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { readRemovals } from "../../functions/posts/removed-posts.ts";
import type { Outcome } from "../../local/engine/execution.ts";
import { BEARER_TOKEN, type FakeX, startFakeX } from "../support/compliance/fake-x.ts";
import { type Mortal, mortal } from "../support/compliance/mortal.ts";
import { GONE_WORDS, NAMED_BY_X, postsWith, recordsThatGo } from "../support/compliance/posts.ts";
import { filesHolding } from "../support/compliance/search-files.ts";
import { type TestDatabase, testDatabases } from "../support/database.ts";
import { difference, readRunState } from "../support/run-state.ts";
import { SMALL_STATIONS } from "../support/small-posts.ts";
import { runCompliance, runNeighbourhood, runOptions } from "../support/test-run.ts";

const CHECK = "20261118T180000Z";
const NEXT_DAY = "20261119T180000Z";
const newDatabase = testDatabases();
let folder: string;
let x: FakeX;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-compliance-kill-"));
  x = await startFakeX();
  x.looksUntilComplete = 1;
  for (const [id, reason] of NAMED_BY_X) x.removed.set(id, reason);
});
afterAll(async () => {
  await x.close();
  await rm(folder, { recursive: true });
});

type Connection = TestDatabase["connection"];

/** A home with a run that keeps most of its posts, one that loses all, one that failed, and one without raw pages. */
async function prepare(home: string, connection: Connection): Promise<void> {
  const posts = {
    "20261114T060000Z": postsWith("that go"),
    "20261115T060000Z": recordsThatGo().slice(2, 5).join("\n"),
    "20261116T060000Z": postsWith("that go"),
    "20261117T060000Z": recordsThatGo().slice(0, 3).join("\n"),
  };
  for (const [runId, text] of Object.entries(posts)) {
    const file = join(folder, `${runId}.jsonl`);
    await writeFile(file, text);
    const run = { home, runId, posts: file, stations: "", engine: "lambda", status: "succeeded" } as const;
    await runNeighbourhood({
      ...runOptions({ ...run, connection }, Buffer.from(SMALL_STATIONS)),
      input: { runId },
    });
  }
  const store = folderStore(join(home, "store"));
  await store.remove(await store.list("raw/run=20261114"));
}

/** A copy of the home and of its database. */
async function copyOf(home: string, connection: Connection, name: string): Promise<[string, Connection]> {
  const copied = join(folder, name);
  await mkdir(copied);
  await cp(home, copied, { recursive: true });
  const maker = postgresDatabase({ ...connection, database: "postgres", max: 1 });
  await maker.query(`create database ${name} template ${connection.database} strategy file_copy`);
  await maker.close();
  return [copied, { ...connection, database: name }];
}

async function check(
  home: string,
  connection: Connection,
  diesAfter: number | null,
  checkId = CHECK,
): Promise<{ outcome: Outcome; process: Mortal }> {
  const processes: Mortal[] = [];
  const outcome = await runCompliance({
    home,
    checkId,
    compliance: xComplianceJobs({
      bearerToken: async () => BEARER_TOKEN,
      baseUrl: x.baseUrl,
      now: () => new Date(),
    }),
    minimumPosts: 3,
    codeVersion: "test",
    pauseMilliseconds: 0,
    startDatabase: async () => ({ connection, stop: async () => {} }),
    wrap: (adapters) => {
      const process = mortal(adapters, diesAfter);
      processes.push(process);
      return process.adapters;
    },
  });
  const [process] = processes;
  if (process === undefined) throw new Error("The check touched nothing.");
  return { outcome, process };
}

async function readState(home: string, connection: Connection): Promise<Record<string, unknown>> {
  const database = postgresDatabase(connection);
  const { objects, tables } = await readRunState(database, join(home, "store"));
  await database.close();
  // The second attempt asks X about fewer ids, and another day's check has another time.
  const compared = Object.entries(objects ?? {}).filter(([key]) => !/^compliance\/(checks|remov)/.test(key));
  const removals = [...(await readRemovals(folderStore(join(home, "store")))).values()];
  const rows = z.record(z.string(), z.array(z.string())).parse(tables);
  return {
    objects: compared,
    // A check that failed keeps its row if the next day's does its work.
    tables: { ...rows, runs: rows.runs?.filter((row) => !row.includes('"pipeline":"compliance"')) },
    removals: removals.map(({ id, reason, runs }) => ({ id, reason, runs })),
    words: await filesHolding(join(home, "store"), GONE_WORDS),
  };
}

test("a check that dies anywhere is finished by the next start", { timeout: 900_000 }, async () => {
  const { connection } = await newDatabase();
  const home = join(folder, "home");
  await mkdir(home);
  await prepare(home, connection);
  const undisturbed = await copyOf(home, connection, "undisturbed");
  const counted = await check(...undisturbed, null);
  expect(counted.outcome.status).toBe("SUCCEEDED");
  const expected = await readState(...undisturbed);
  expect(expected).toMatchObject({ words: [] });
  const { calls } = counted.process;
  expect(calls.length).toBeGreaterThan(40);

  const differing: string[] = [];
  // X may have answered sooner than the first time, with one look less.
  let unreached = 0;
  for (const [call, label] of calls.entries()) {
    const killed = await copyOf(home, connection, `killed_${call}`);
    const { outcome, process } = await check(...killed, call);
    if (process.hasDied() && outcome.status === "SUCCEEDED") differing.push(`survived: ${label}`);
    if (!process.hasDied()) unreached++;
    // The same check once more, or the next day's.
    const { outcome: second } = await check(...killed, null, call % 2 === 0 ? CHECK : NEXT_DAY);
    const state = await readState(...killed);
    if (second.status !== "SUCCEEDED" || JSON.stringify(state) !== JSON.stringify(expected))
      differing.push(`${call} ${label}: ${JSON.stringify(second)} ${difference(state, expected)}`);
    await rm(killed[0], { recursive: true });
  }
  expect(differing).toEqual([]);
  expect(unreached).toBeLessThan(3);
});
