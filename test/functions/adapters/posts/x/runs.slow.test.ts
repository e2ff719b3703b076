import { describe, expect, test } from "vitest";
import { SourceRejected } from "../../../../../functions/errors.ts";
import { faultsOf, manifestOf, stateOf, storedIds } from "../../../../support/fake-x/check.ts";
import { ALL_STATIONS, START, UNLIMITED } from "../../../../support/fake-x/schedule.ts";
import { type Simulation, type SimulationOptions, simulate } from "../../../../support/fake-x/simulation.ts";
import { fakeWorld } from "../../../../support/fake-x/world.ts";

const DAY = 24 * 3600_000;
const HOUR = 3600_000;
/** Some of them have circles that overlap. */
const STATIONS = ALL_STATIONS.slice(0, 12);
const world = fakeWorld(STATIONS, { seed: 8, count: 900, until: START + 2 * DAY });

const begin = (options: Partial<SimulationOptions> = {}): Simulation =>
  simulate({ world, stations: STATIONS, start: START, settings: UNLIMITED, ...options });

/** What a later run of the same store finds. */
const later = (
  before: Simulation,
  milliseconds: number,
  options: Partial<SimulationOptions> = {},
): Simulation => begin({ start: before.now() + milliseconds, objects: before.store.objects, ...options });

const idsOf = (simulation: Simulation, runId: string): string[] =>
  [...storedIds(simulation.store, runId).values()].flat();
const gapsOf = (simulation: Simulation, runId: string) =>
  manifestOf(simulation.store, runId).coverage?.gaps ?? [];
const startTimes = ({ x }: Simulation) => new Set(x.requests.map((request) => request.get("start_time")));

describe("runs that follow one another", () => {
  test("meet: no post is read twice, and none between them is missed", async () => {
    const first = begin();
    await first.run({ runId: "first" });
    const second = later(first, DAY);
    await second.run({ runId: "second" });
    expect(startTimes(second)).toEqual(new Set(["2026-11-16T05:59:30Z"]));
    expect(gapsOf(second, "second")).toEqual([]);
    expect(
      faultsOf(second, "second", { world, stations: STATIONS, from: START - 30_000, ceiling: 1e6 }),
    ).toEqual([]);
    expect(idsOf(second, "second").length).toBeGreaterThan(20);
  });

  test("ask anew for what a run had stored that never came to its end", async () => {
    const first = begin({
      fate: (request) => (request.get("query")?.includes("-0.0755") ? "unavailable" : "answer"),
    });
    await expect(first.run({ runId: "first" })).rejects.toThrow("The run does not come to its end.");
    const second = begin({ start: START + HOUR, objects: first.store.objects });
    await second.run({ runId: "second" });
    expect([...second.store.objects.keys()].filter((key) => key.startsWith("sources/"))).toHaveLength(3);
    for (const time of startTimes(second)) expect(time).toMatch(/^2026-11-09T07:01:0[01]Z$/);
    expect(second.x.requests.length).toBeGreaterThanOrEqual(STATIONS.length);
    expect(Object.keys(stateOf(second.store).runs)).toEqual(["first", "second"]);
  });

  test("ten days apart leave a gap at every station, which is told once", async () => {
    const first = begin();
    await first.run({ runId: "first" });
    const second = later(first, 10 * DAY);
    await second.run({ runId: "second" });
    const gaps = gapsOf(second, "second");
    expect(gaps.map(({ station }) => station)).toEqual(STATIONS.map(({ name }) => name));
    for (const gap of gaps)
      expect(gap).toMatchObject({
        from: "2026-11-16T05:59:30Z",
        to: expect.stringMatching(/^2026-11-19T06:01/),
        reason: "unreachable",
      });
    const third = later(second, HOUR);
    await third.run({ runId: "third" });
    expect(gapsOf(third, "third")).toEqual([]);
  });

  test("a week apart lose what X stops to reach while the limit holds the run up, and say so", async () => {
    const first = begin();
    await first.run({ runId: "first" });
    const second = begin({ start: START + 7 * DAY, objects: first.store.objects, limit: 5 });
    await second.run({ runId: "second" });
    const minutes = gapsOf(second, "second").map(({ from, to }) =>
      Math.round((Date.parse(to) - Date.parse(from)) / 60_000),
    );
    // Five stations in each quarter of an hour.
    expect(minutes).toEqual([2, 2, 2, 2, 2, 17, 17, 17, 17, 17, 32, 32]);
  });
});

describe("a run that is narrowed", () => {
  test("to stations and a window asks for these alone, and the rest is asked for later", async () => {
    const first = begin();
    const names = STATIONS.slice(2, 4).map(({ name }) => name);
    const [one = "", ...others] = names;
    const window = { from: "2026-11-12T00:00:00.500Z", to: "2026-11-13T00:00:00.500Z" };
    await first.run({ runId: "first", stations: [one, ...others], ...window });
    expect(first.x.requests.map((request) => [request.get("start_time"), request.get("end_time")])).toEqual([
      ["2026-11-12T00:00:00Z", "2026-11-13T00:00:01Z"],
      ["2026-11-12T00:00:00Z", "2026-11-13T00:00:01Z"],
    ]);
    const second = later(first, HOUR);
    await second.run({ runId: "second" });
    const asked = second.x.requests.filter((request) => request.get("end_time") === "2026-11-12T00:00:00Z");
    expect(asked).toHaveLength(2);
    const both = [...idsOf(first, "first"), ...idsOf(second, "second")];
    const slugs = STATIONS.slice(2, 4).flatMap(({ slug }) => [
      ...(storedIds(first.store, "first").get(slug) ?? []),
      ...(storedIds(second.store, "second").get(slug) ?? []),
    ]);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(both.length).toBeGreaterThan(50);
  });

  test("to a time before X's reach says that it is out of reach", async () => {
    const simulation = begin();
    await simulation.run({ runId: "first", from: "2026-11-01T00:00:00Z", to: "2026-11-05T00:00:00Z" });
    expect(simulation.x.requests).toEqual([]);
    expect(gapsOf(simulation, "first")).toHaveLength(STATIONS.length);
  });
});

describe("a clock that is wrong", () => {
  test.each([
    ["ten minutes ahead", 10 * 60_000],
    ["an hour behind", -HOUR],
  ])("%s neither loses a post nor breaks a limit", async (_name, ahead) => {
    const first = begin();
    await first.run({ runId: "first" });
    const second = later(first, DAY, { ahead, limit: 7 });
    await second.run({ runId: "second" });
    expect(
      faultsOf(second, "second", { world, stations: STATIONS, from: START - 30_000, ceiling: 1e6 }),
    ).toEqual([]);
  });

  test("an hour ahead is refused with a sentence that says so", async () => {
    const run = begin({ ahead: HOUR }).run({ runId: "first" });
    await expect(run).rejects.toThrow(SourceRejected);
    await expect(run).rejects.toThrow("The clock of this machine is 60 minutes ahead of X's");
  });
});
