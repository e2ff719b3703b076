import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabases } from "../support/database.ts";
import { KILLED_RUNS } from "../support/kill/killed-pipelines.ts";
import { type KilledRun, type Orders, type Place, runAt } from "../support/kill/killed-run.ts";
import { difference } from "../support/run-state.ts";

const PROCESS = join(import.meta.dirname, "../support/kill/killed-process.ts");
const newDatabase = testDatabases();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-kills-"));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(KILLED_RUNS)(
  "$name ends as one that was never disturbed, wherever it was killed",
  {
    timeout: 900_000,
  },
  async (killed) => {
    const inputs = await mkdtemp(join(folder, "run-"));
    const start = await newPlace(join(inputs, "start"));
    const { orders, close } = await killed.setUp(start, inputs);
    try {
      const undisturbed = await copyOf(start, join(inputs, "undisturbed"));
      const moments: string[] = JSON.parse((await runDoomed(killed, orders, undisturbed, null)).output);
      const expected = await killed.readState(undisturbed);
      expect(expected).toMatchObject(killed.expected ?? {});
      expect(await finish(killed, orders, undisturbed), "the same run twice").toEqual(expected);
      const tried = [...moments.keys()].filter(
        (index) => killed.isTried?.(moments[index] ?? "", index, moments) ?? true,
      );
      expect(tried.length).toBeGreaterThanOrEqual(killed.atLeast);

      const differing: string[] = [];
      let endedSooner = 0;
      await eachOf(tried, killed.atOnce ?? 2, async (moment) => {
        const place = await copyOf(start, join(inputs, `killed-${moment}`));
        const { signal, output } = await runDoomed(killed, orders, place, moment);
        if (signal !== "SIGKILL") {
          endedSooner += 1;
          if (endedSooner > (killed.mayEndSooner ?? 0))
            differing.push(`not killed ${moments[moment]}: ${output}`);
        }
        const state = await finish(killed, killed.ordersAfter?.(orders, moment) ?? orders, place);
        if (JSON.stringify(state) !== JSON.stringify(expected))
          differing.push(`${moments[moment]} (${moment}): ${difference(state, expected)}`);
        await rm(place.home, { recursive: true });
      });
      expect(differing).toEqual([]);
    } finally {
      await close?.();
    }
  },
);

async function newPlace(home: string): Promise<Place> {
  await mkdir(home);
  return { home, connection: (await newDatabase()).connection };
}

/** A copy of the home and of its database. */
async function copyOf({ home, connection }: Place, name: string): Promise<Place> {
  await cp(home, name, { recursive: true });
  return { home: name, connection: (await newDatabase(connection.database)).connection };
}

/** Runs in a process of its own, which dies at moment number `killAt`; resolves to what it printed. */
const runDoomed = (
  { module, ends }: KilledRun,
  orders: Orders,
  place: Place,
  killAt: number | null,
): Promise<{ signal: string | null; output: string }> =>
  new Promise((resolve) => {
    const call = JSON.stringify({ module, ends, orders, place, killAt });
    execFile(process.execPath, [PROCESS, call], (error, stdout, stderr) =>
      resolve({ signal: error?.signal ?? null, output: error === null ? stdout : stderr }),
    );
  });

/** Runs to the end, and returns what is there then. */
async function finish(killed: KilledRun, orders: Orders, place: Place): Promise<Record<string, unknown>> {
  const { outcome } = await runAt(killed.module, orders, place);
  expect(outcome).toMatchObject({ status: killed.ends });
  return killed.readState(place);
}

async function eachOf(
  items: readonly number[],
  atOnce: number,
  work: (item: number) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
