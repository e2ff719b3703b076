import { describe, expect, test } from "vitest";
import { depth, REPEAT, SEED } from "../../../../support/depth.ts";
import { ALL_STATIONS, beginAt, runSchedule } from "../../../../support/fake-x/schedule.ts";

const WORLDS = depth({ usual: 2, deep: 10 });
const SCHEDULES = depth({ usual: 25, deep: 100 });
/** The fast test has the seeds up to 1,000. */
const FIRST_SEED = 1001 + (SEED % 100_000) * 1000;

describe("random schedules of faults, over all stations", () => {
  // What the fake X answers is made by the function that its HTTP server calls, without the sockets between.
  test.each(Array.from({ length: WORLDS }, (_, world) => [world]))(
    "of the posts of world %i: each one once, no request beyond the limits, no more money than allowed",
    { timeout: 300_000 },
    async (world) => {
      const beginning = await beginAt(100 + world, 700);
      const first = FIRST_SEED + world * SCHEDULES;
      for (let seed = first; seed < first + SCHEDULES; seed++)
        expect(await runSchedule(beginning, seed, ALL_STATIONS.length), `seed ${seed}. ${REPEAT}`).toEqual(
          [],
        );
    },
  );
});
