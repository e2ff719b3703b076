import { z } from "zod";
import { LATEST_KEY, publishedKey } from "../functions/neighbourhood/keys.ts";
import type { ObjectStore } from "../functions/ports.ts";
import { readJson } from "../functions/runs/manifest.ts";
import { Latest } from "../functions/runs/published.ts";

const Stations = z.array(
  z.object({ station: z.string(), n: z.number(), sentiment: z.object({ mean: z.number() }).nullable() }),
);

/** How people feel around a station, in the newest run of the neighbourhood. */
export interface Mood {
  readonly posts: number;
  /** Null if there are too few posts. */
  readonly sentiment: number | null;
}

/** The moods of the stations that a home has published, by the stations' names; empty if there are none. */
export async function readMoods(store: ObjectStore): Promise<ReadonlyMap<string, Mood>> {
  const latest = await readJson(store, LATEST_KEY, Latest);
  if (latest === undefined) return new Map();
  const stations = await readJson(store, publishedKey(latest.runId, "stations"), Stations);
  return new Map(
    (stations ?? []).map(({ station, n, sentiment }) => [
      station,
      { posts: n, sentiment: sentiment?.mean ?? null },
    ]),
  );
}
