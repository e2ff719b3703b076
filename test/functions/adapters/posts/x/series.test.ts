import { expect, test } from "vitest";
import { seededRandom } from "../../../../../data/synthetic/random.ts";
import type { Gap } from "../../../../../functions/posts/post-source.ts";
import { manifestOf, stateOf, storedIds } from "../../../../support/fake-x/check.ts";
import { ALL_STATIONS, START, UNLIMITED } from "../../../../support/fake-x/schedule.ts";
import { simulate } from "../../../../support/fake-x/simulation.ts";
import { fakeWorld } from "../../../../support/fake-x/world.ts";

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const STATIONS = ALL_STATIONS.slice(0, 12);
const NARROW = STATIONS.slice(3, 5).map(({ name }) => name);
/** The last of them is whole, and has all the money that it wants. */
const RUNS = 9;
const TROUBLES = { crash: 15, lost: 10, cut: 10, unavailable: 20, lateLimit: 3, staleToken: 50 };

/** Runs some hours apart, with little money or much, for all stations or few, through faults and crashes. */
async function series(seed: number) {
  const random = seededRandom(seed);
  const world = fakeWorld(STATIONS, { seed, count: 1200, until: START + 7 * DAY });
  const stored = new Map<string, string[]>();
  const gaps: Gap[] = [];
  let objects: ReadonlyMap<string, Uint8Array> = new Map();
  let start = START;
  for (let run = 0; run < RUNS; run++) {
    const isLast = run === RUNS - 1;
    const maxPosts = random.chance(0.6) && !isLast ? 60 + random.integer(200) : UNLIMITED.maxPosts;
    const settings = { ...UNLIMITED, maxPosts };
    const simulation = simulate({
      world,
      stations: STATIONS,
      start,
      objects,
      settings,
      seed: 100 * seed + run,
      limit: 10,
      troubles: TROUBLES,
    });
    const [first = "", ...others] = NARROW;
    const stations: [string, ...string[]] | null = random.chance(0.2) && !isLast ? [first, ...others] : null;
    await simulation.run({ runId: `run-${run}`, stations });
    expect(simulation.x.delivered.flat().length).toBeLessThanOrEqual(maxPosts);
    for (const [slug, ids] of storedIds(simulation.store, `run-${run}`))
      stored.set(slug, [...(stored.get(slug) ?? []), ...ids]);
    gaps.push(
      ...(manifestOf(simulation.store, `run-${run}`).coverage?.gaps ?? []).filter(
        ({ reason }) => reason === "unreachable",
      ),
    );
    objects = simulation.store.objects;
    start = simulation.now() + (3 + random.integer(16)) * HOUR;
    if (isLast) expect(Object.keys(stateOf(simulation.store).runs)).toEqual([`run-${run}`]);
  }
  const until = Date.parse(
    JSON.parse(Buffer.from(objects.get(`raw/run=run-${RUNS - 1}/manifest.json`) ?? "").toString()).coverage
      .to,
  );
  return { world, stored, gaps, until };
}

test("what one run leaves the next ones fetch: in the end nothing is missing, and hardly anything was read twice", async () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { world, stored, gaps, until } = await series(seed);
    for (const { slug, name, longitude, latitude } of STATIONS) {
      const ids = stored.get(slug) ?? [];
      const isMissing = (time: number): boolean =>
        gaps.some(
          ({ station, from, to }) => station === name && time >= Date.parse(from) && time < Date.parse(to),
        );
      // Where a first run begins moves on with X's reach while the limit holds it up.
      const expected = world
        .inCircle(longitude, latitude, 1)
        .filter(
          ({ createdAt: time }) => time >= START - 7 * DAY + 3 * HOUR && time < until && !isMissing(time),
        )
        .map(({ id }) => id);
      expect(ids, `seed ${seed}, ${name}`).toEqual(expect.arrayContaining(expected));
      // What the money was not enough for begins with the whole second of the last post before it.
      expect(ids.length - new Set(ids).size, `seed ${seed}, ${name}`).toBeLessThanOrEqual(RUNS);
    }
  }
});
