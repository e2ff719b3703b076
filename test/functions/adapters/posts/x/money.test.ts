import { describe, expect, test } from "vitest";
import { manifestOf, stateOf, storedIds } from "../../../../support/fake-x/check.ts";
import { ALL_STATIONS, START, UNLIMITED } from "../../../../support/fake-x/schedule.ts";
import { type Simulation, type SimulationOptions, simulate } from "../../../../support/fake-x/simulation.ts";
import { fakeWorld } from "../../../../support/fake-x/world.ts";

const DAY = 24 * 3600_000;
const STATIONS = ALL_STATIONS.slice(0, 12);
const world = fakeWorld(STATIONS, { seed: 5, count: 2500, until: START });

const begin = (options: Partial<SimulationOptions> = {}): Simulation =>
  simulate({ world, stations: STATIONS, start: START, settings: UNLIMITED, ...options });

const delivered = ({ x }: Simulation): number => x.delivered.flat().length;
const coverageOf = (simulation: Simulation, runId: string) => manifestOf(simulation.store, runId).coverage;
const stored = (simulation: Simulation, runId: string) => storedIds(simulation.store, runId);

describe("the ceilings of a run", () => {
  test.each([
    [{ maxPosts: 137 }, 137],
    [{ maxDollars: 0.685 }, 137],
    [{ maxDollarsPerMonth: 0.685 }, 137],
    [{ maxPosts: 500, maxDollars: 0.3, dollarsPerPost: 0.003 }, 100],
    [{ maxPosts: 9 }, 0],
    [{ maxDollars: 0 }, 0],
  ])("%j are used, and never passed", async (settings, posts) => {
    const simulation = begin({ settings: { ...UNLIMITED, ...settings } });
    await simulation.run({ runId: "first" });
    expect(delivered(simulation)).toBeLessThanOrEqual(posts);
    // A page has ten posts at least.
    expect(delivered(simulation)).toBeGreaterThan(posts - 20);
    expect(stateOf(simulation.store).runs.first?.posts).toBe(delivered(simulation));
    expect(coverageOf(simulation, "first")?.gaps.every(({ reason }) => reason === "ceiling")).toBe(true);
  });

  test("count what was sent and never arrived, so that they hold for what X charges", async () => {
    let count = 0;
    const fate = () => (count++ % 3 === 2 ? "lost" : "answer");
    const simulation = begin({ fate, settings: { ...UNLIMITED, maxPosts: 400 } });
    await simulation.run({ runId: "first" });
    expect(delivered(simulation)).toBeLessThanOrEqual(400);
    expect(stateOf(simulation.store).runs.first?.posts).toBeGreaterThanOrEqual(delivered(simulation));
  });

  test("are those of a month for all of its runs, and the next month begins anew", async () => {
    const settings = { ...UNLIMITED, maxPosts: 200, maxDollarsPerMonth: 1.5 };
    const first = begin({ settings, start: Date.parse("2026-11-29T06:00:00Z") - 14 * DAY });
    await first.run({ runId: "first" });
    const second = begin({ settings, start: first.now() + 3600_000, objects: first.store.objects });
    await second.run({ runId: "second" });
    expect(delivered(first) + delivered(second)).toBeLessThanOrEqual(300);
    expect(delivered(first) + delivered(second)).toBeGreaterThan(280);
    const december = begin({
      settings,
      start: Date.parse("2026-12-01T06:00:00Z"),
      objects: second.store.objects,
    });
    await december.run({ runId: "december" });
    expect(stateOf(december.store).months["2026-12"]).toBe(delivered(december));
  });

  test("are those of X's months, though this machine's clock goes back to the month before, and on again", async () => {
    const settings = { ...UNLIMITED, maxDollarsPerMonth: 1.5 };
    const midnight = Date.parse("2026-12-01T00:00:00Z");
    const ofDecember = fakeWorld(STATIONS, { seed: 5, count: 2500, until: midnight });
    let objects: SimulationOptions["objects"] = new Map();
    let sent = 0;
    for (const [runId, minutes, ahead] of [
      ["right", 2, 0],
      ["behind", 4, -10],
      ["right-again", 6, 0],
    ] as const) {
      const start = midnight + minutes * 60_000;
      const simulation = begin({ world: ofDecember, settings, start, ahead: ahead * 60_000, objects });
      await simulation.run({ runId });
      objects = simulation.store.objects;
      sent += delivered(simulation);
    }
    // A request is counted where the clock that is known so far has it: the first after a change may be in the other.
    expect(sent).toBeGreaterThan(280);
    expect(sent).toBeLessThanOrEqual(300 + 100);
  });
});

describe("a small amount of money", () => {
  test("gives every station a page before any gets a second one", async () => {
    const simulation = begin({ settings: { ...UNLIMITED, maxPosts: 200 } });
    await simulation.run({ runId: "first" });
    const counts = STATIONS.map(({ slug }) => stored(simulation, "first").get(slug)?.length ?? 0);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...counts)).toBeLessThanOrEqual(32);
  });

  test("that is not enough for all stations is spent from where the last run stopped", async () => {
    const settings = { ...UNLIMITED, maxPosts: 50 };
    const first = begin({ settings });
    await first.run({ runId: "first" });
    const visited = [...stored(first, "first").keys()];
    expect(visited).toEqual(STATIONS.slice(0, 5).map(({ slug }) => slug));
    expect(coverageOf(first, "first")?.stoppedAt).toBe(STATIONS[5]?.slug);
    const second = begin({ settings, start: first.now() + 3600_000, objects: first.store.objects });
    await second.run({ runId: "second" });
    expect([...stored(second, "second").keys()]).toEqual(STATIONS.slice(5, 10).map(({ slug }) => slug));
  });

  test("leaves what it did not reach to the next runs, until all is there and nothing was read again", async () => {
    let simulation = begin({ settings: { ...UNLIMITED, maxPosts: 900 } });
    await simulation.run({ runId: "run-0" });
    const gaps = coverageOf(simulation, "run-0")?.gaps ?? [];
    expect(gaps.length).toBeGreaterThan(0);
    const all = new Map([...stored(simulation, "run-0")]);
    for (let run = 1; run < 8; run++) {
      simulation = begin({
        settings: { ...UNLIMITED, maxPosts: 900 },
        start: simulation.now() + 600_000,
        objects: simulation.store.objects,
      });
      await simulation.run({ runId: `run-${run}` });
      for (const [slug, ids] of stored(simulation, `run-${run}`))
        all.set(slug, [...(all.get(slug) ?? []), ...ids]);
    }
    expect(coverageOf(simulation, "run-7")?.gaps).toEqual([]);
    for (const { slug, longitude, latitude } of STATIONS) {
      const ids = all.get(slug) ?? [];
      const expected = world
        .inCircle(longitude, latitude, 1)
        .filter(({ createdAt }) => createdAt >= START - 7 * DAY + 2 * 3600_000 && createdAt < START)
        .map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(expected));
      // A hole begins with the whole second of the last post before it.
      expect(ids.length - new Set(ids).size).toBeLessThanOrEqual(8);
    }
  });
});
