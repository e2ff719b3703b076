import { expect, test } from "vitest";
import { ALL_STATIONS, beginAt, runSchedule } from "../../../../support/fake-x/schedule.ts";

// A thousand more run in schedules.slow.test.ts.
test("every post of the window is there once, for no more money and no more requests, whatever goes wrong", async () => {
  const beginning = await beginAt(1, 600);
  for (let seed = 1; seed <= 4; seed++)
    expect(await runSchedule(beginning, seed, ALL_STATIONS.length), `seed ${seed}`).toEqual([]);
  for (let seed = 5; seed <= 24; seed++)
    expect(await runSchedule(beginning, seed, 40), `seed ${seed}`).toEqual([]);
});
