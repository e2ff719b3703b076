import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabases } from "../database.ts";
import { REPEAT, sampledOfEach } from "../depth.ts";
import { difference } from "../run-state.ts";
import { type KilledRun, type Orders, type Place, runAt } from "./killed-run.ts";

const PROCESS = join(import.meta.dirname, "killed-process.ts");
type NewDatabase = ReturnType<typeof testDatabases>;

/**
 * Registers a test for each run: killed at every moment that it tries, and started again, it ends as one that was never
 * disturbed. To be called at the top of a test file.
 */
export function testKills(runs: readonly KilledRun[]): void {
  const newDatabase = testDatabases();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "citypulse-kills-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(runs)(
    "$name ends as one that was never disturbed, wherever it was killed",
    {
      timeout: 900_000,
    },
    async (killed) => {
      const inputs = await mkdtemp(join(folder, "run-"));
      const start = await newPlace(join(inputs, "start"), newDatabase);
      const { orders, close } = await killed.setUp(start, inputs);
      try {
        const undisturbed = await copyOf(start, join(inputs, "undisturbed"), newDatabase);
        const moments: string[] = JSON.parse((await runDoomed(killed, orders, undisturbed, null)).output);
        const expected = await killed.readState(undisturbed);
        expect(expected).toMatchObject(killed.expected ?? {});
        expect(await finish(killed, orders, undisturbed), "the same run twice").toEqual(expected);
        const possible = [...moments.keys()].filter(
          (index) => killed.isTried?.(moments[index] ?? "", index, moments) ?? true,
        );
        expect(possible.length).toBeGreaterThanOrEqual(killed.atLeast);
        const tried = sampledOfEach(possible, (index) => kindOf(moments[index] ?? ""), USUAL_MOMENTS);

        const differing: string[] = [];
        let endedSooner = 0;
        await eachOf(tried, killed.atOnce ?? 2, async (moment) => {
          const place = await copyOf(start, join(inputs, `killed-${moment}`), newDatabase);
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
        expect(differing, REPEAT).toEqual([]);
      } finally {
        await close?.();
      }
    },
  );
}

/** How many moments of a run are tried if not every one is. */
const USUAL_MOMENTS = 8;

/** A state is entered, or a process dies in the middle of a call or after it. */
const kindOf = (moment: string): string =>
  / entered$/.test(moment) ? "entered" : (moment.split(" ")[0] ?? "");

async function newPlace(home: string, newDatabase: NewDatabase): Promise<Place> {
  await mkdir(home);
  return { home, connection: (await newDatabase()).connection };
}

/** A copy of the home and of its database. */
async function copyOf({ home, connection }: Place, name: string, newDatabase: NewDatabase): Promise<Place> {
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
