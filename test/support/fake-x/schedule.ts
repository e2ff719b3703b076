import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Station } from "../../../analysis/places/station.ts";
import { seededRandom } from "../../../data/synthetic/random.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { faultsOf, manifestOf } from "./check.ts";
import { type Simulation, simulate } from "./simulation.ts";
import { type FakeWorld, fakeWorld } from "./world.ts";

const STATIONS_FILE = fileURLToPath(new URL("../../../data/stations.csv", import.meta.url));
export const ALL_STATIONS: readonly Station[] = parseStations(readFileSync(STATIONS_FILE), STATIONS_FILE);

export const START = Date.parse("2026-11-16T06:00:00Z");
const DAY = 24 * 3600_000;
export const UNLIMITED = { maxPosts: 1_000_000, maxDollars: 1_000_000, maxDollarsPerMonth: 1_000_000 };

/** What a schedule goes on from: a first run, three days before, that nothing disturbed. */
export interface Beginning {
  readonly world: FakeWorld;
  readonly objects: ReadonlyMap<string, Uint8Array>;
  /** Until when the first run has asked, in milliseconds. */
  readonly asked: number;
}

export async function beginAt(seed: number, count: number): Promise<Beginning> {
  const world = fakeWorld(ALL_STATIONS, { seed, count, until: START });
  const first = simulate({ world, stations: ALL_STATIONS, start: START - 3 * DAY, settings: UNLIMITED });
  await first.run({ runId: "first" });
  return {
    world,
    objects: first.store.objects,
    asked: Date.parse(manifestOf(first.store, "first").coverage?.to ?? ""),
  };
}

/**
 * A run in which all kinds of things go wrong as often as the seed says, with as much money and as low a limit as it
 * says. Returns what is wrong with it in the end; nothing, if all is well.
 */
export async function runSchedule(
  { world, objects, asked }: Beginning,
  seed: number,
  stationCount: number,
): Promise<readonly string[]> {
  const random = seededRandom(seed * 7919);
  const stations =
    stationCount < ALL_STATIONS.length ? random.shuffled(ALL_STATIONS).slice(0, stationCount) : ALL_STATIONS;
  const upTo = (most: number): number => random.integer(most + 1);
  const maxPosts = random.chance(0.5) ? UNLIMITED.maxPosts : 50 + upTo(1500);
  const simulation: Simulation = simulate({
    world,
    stations: ALL_STATIONS,
    objects,
    start: START,
    seed,
    limit: random.pick([15, 60, 450]),
    settings: { ...UNLIMITED, maxPosts, pageSize: random.pick([10, 30, 100]) },
    // The clock of this machine; more than a quarter of an hour ahead is refused.
    ahead: random.chance(0.3) ? (upTo(1200) - 600) * 1000 : 0,
    invocation: random.pick([40_000, 900_000]),
    troubles: {
      unavailable: upTo(40),
      cut: upTo(20),
      lost: upTo(20),
      lateLimit: upTo(8),
      staleToken: upTo(300),
      crash: upTo(40),
    },
  });
  const [first, ...others] = stations.map(({ name }) => name);
  await simulation.run({ runId: "second", stations: first === undefined ? null : [first, ...others] });
  return faultsOf(simulation, "second", { world, stations, from: asked, ceiling: maxPosts });
}
