import { describe, expect, test } from "vitest";
import { ALL_STATIONS, beginAt, runSchedule } from "../../../../support/fake-x/schedule.ts";

/** Seeds from 1001 on; the fast test has the ones before. */
const FIRST_SEED = 1001;
const WORLDS = 10;
const SCHEDULES = 100;

describe("a thousand schedules of faults, over all stations", () => {
  // What the fake X answers is made by the function that its HTTP server calls, without the sockets between.
  test.each(Array.from({ length: WORLDS }, (_, world) => [world]))(
    "of the posts of world %i: each one once, no request beyond the limits, no more money than allowed",
    { timeout: 300_000 },
    async (world) => {
      const beginning = await beginAt(100 + world, 700);
      const first = FIRST_SEED + world * SCHEDULES;
      for (let seed = first; seed < first + SCHEDULES; seed++)
        expect(await runSchedule(beginning, seed, ALL_STATIONS.length), `seed ${seed}`).toEqual([]);
    },
  );
});
