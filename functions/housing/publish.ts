import { z } from "zod";
import { compareUtf8 } from "../../analysis/order.ts";
import type { Station } from "../../analysis/places/station.ts";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore, Queries } from "../ports.ts";
import { STATIONS_KEY } from "../posts/keys.ts";
import { parseStations } from "../posts/stations.ts";
import { encodeJson, writeFile } from "../runs/manifest.ts";
import { showPublished } from "../runs/published.ts";
import { HOUSING_LATEST_KEY, housingPublishedKey } from "./keys.ts";
import { NO_PRICES, type PlacePrices, readHousingRun } from "./prices-of-run.ts";

const State = z.object({ run: z.object({ runId: z.string(), scheduledTime: z.string() }) });

export interface PublishPorts {
  readonly store: ObjectStore;
  readonly database: Queries;
}

/** An entry of `published/housing/run=<id>/stations.json`; the entries have the order of the stations' names. */
export interface PublishedPrices extends PlacePrices, Pick<Station, "zone" | "latitude" | "longitude"> {
  readonly station: string;
}

/**
 * Writes what the dashboard reads of a run: its figures, those of every station of the stations file, and last
 * `latest.json`. Figures only: an address may be shown only as part of a price, so none is published.
 */
export async function publish(
  event: unknown,
  { store, database }: PublishPorts,
): Promise<{ latest: boolean }> {
  const { run } = State.parse(event);
  const stationsFile = await store.read(STATIONS_KEY);
  if (stationsFile === undefined) throw new AnalysisFailed(`There is no stations file at ${STATIONS_KEY}.`);
  const figures = await readHousingRun(database, run.runId);
  const stations = parseStations(stationsFile, STATIONS_KEY)
    .sort((left, right) => compareUtf8(left.name, right.name))
    .map(
      ({ name, zone, latitude, longitude }): PublishedPrices => ({
        station: name,
        ...(figures.stations.get(name) ?? NO_PRICES),
        zone,
        latitude,
        longitude,
      }),
    );
  const { runId, scheduledTime } = run;
  const files = [
    await writeFile(store, housingPublishedKey(runId, "run"), 1, encodeJson(figures.run)),
    await writeFile(store, housingPublishedKey(runId, "stations"), stations.length, encodeJson(stations)),
  ];
  const keys = { manifestKey: housingPublishedKey(runId, "manifest"), latestKey: HOUSING_LATEST_KEY };
  return { latest: await showPublished(store, keys, { runId, scheduledTime, files }) };
}
