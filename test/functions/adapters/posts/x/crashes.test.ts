import { describe, expect, test } from "vitest";
import { openLedger } from "../../../../../functions/adapters/posts/x/ledger.ts";
import { SourceUnavailable } from "../../../../../functions/errors.ts";
import type { ConditionalStore } from "../../../../../functions/ports.ts";
import { X_STATE_KEY } from "../../../../../functions/posts/keys.ts";
import { faultsOf, manifestOf, stateOf } from "../../../../support/fake-x/check.ts";
import { ALL_STATIONS, START, UNLIMITED } from "../../../../support/fake-x/schedule.ts";
import { type SimulationOptions, simulate } from "../../../../support/fake-x/simulation.ts";
import { fakeWorld } from "../../../../support/fake-x/world.ts";
import { memoryStore } from "../../../../support/memory-store.ts";

const DAY = 24 * 3600_000;
const STATIONS = ALL_STATIONS.slice(0, 4);
const world = fakeWorld(STATIONS, { seed: 11, count: 400, until: START });
const settings = { ...UNLIMITED, pageSize: 10 };

const first = simulate({ world, stations: STATIONS, start: START - 2 * DAY, settings });
await first.run({ runId: "first" });

async function second(options: Partial<SimulationOptions> = {}) {
  const objects = first.store.objects;
  // The limit makes it wait once in its middle.
  const simulation = simulate({
    world,
    stations: STATIONS,
    start: START,
    settings,
    objects,
    limit: 8,
    ...options,
  });
  await simulation.run({ runId: "second" });
  return simulation;
}

const undisturbed = await second();

describe("a process that ends", () => {
  test.each(["before", "after"] as const)(
    "%s any of its writes costs one page at most, and changes nothing in the end",
    async (when) => {
      let write = 0;
      for (; ; write++) {
        const simulation = await second({ crashAt: { write, when } });
        const where = `write ${write}`;
        expect(
          faultsOf(simulation, "second", {
            world,
            stations: STATIONS,
            from: START - 2 * DAY - 30_000,
            ceiling: 1e6,
          }),
          where,
        ).toEqual([]);
        expect(manifestOf(simulation.store, "second"), where).toEqual(
          manifestOf(undisturbed.store, "second"),
        );
        expect(simulation.x.requests.length - undisturbed.x.requests.length, where).toBeLessThanOrEqual(1);
        const overcounted =
          (stateOf(simulation.store).runs.second?.posts ?? 0) -
          (stateOf(undisturbed.store).runs.second?.posts ?? 0);
        expect(overcounted, where).toBeLessThanOrEqual(10);
        if (simulation.crashes() === 0) break;
      }
      // The plan, and for each page what it may cost, the page itself and the progress.
      expect(write).toBeGreaterThan(3 * undisturbed.x.requests.length);
    },
  );
});

describe("what is remembered", () => {
  test("is not written over by one who has not read the newest of it", async () => {
    const store = memoryStore();
    const one = await openLedger(store);
    const other = await openLedger(store);
    other.state = { ...other.state, skew: 7 };
    await other.save();
    await expect(one.save()).rejects.toThrow(SourceUnavailable);
    await other.save();
    expect(stateOf(store).skew).toBe(7);
  });

  test("is known again where the client wrote it, did not hear of it, and tried again", async () => {
    const store = memoryStore();
    const deaf: ConditionalStore = {
      ...store,
      writeIf: async (key, body, etag) => {
        await store.writeIf(key, body, etag);
        return store.writeIf(key, body, etag);
      },
    };
    const ledger = await openLedger(deaf);
    await ledger.save();
    ledger.state = { ...ledger.state, skew: 3 };
    await ledger.save();
    expect(stateOf(store).skew).toBe(3);
  });

  test.each([
    ["cut off", () => '{"month":'],
    [
      "of a run that is none",
      (state: object) => JSON.stringify({ ...state, runs: { "./": { begun: 0, posts: 1 } } }),
    ],
    ["of a clock that is none", (state: object) => JSON.stringify({ ...state, skew: 9e15 })],
  ])("ends the run before anything is asked for where it is %s", async (_what, damage) => {
    const text = damage(stateOf(first.store));
    const store = new Map(first.store.objects).set(X_STATE_KEY, Buffer.from(text));
    const simulation = simulate({ world, stations: STATIONS, start: START, settings, objects: store });
    await expect(simulation.run({ runId: "second" })).rejects.toThrow(
      `The object ${X_STATE_KEY} is not what this version of CityPulse writes, so it is not known what was spent.`,
    );
    expect(simulation.x.requests).toEqual([]);
  });
});
