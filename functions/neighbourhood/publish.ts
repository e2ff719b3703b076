import { z } from "zod";
import { compareUtf8 } from "../../analysis/order.ts";
import type { Station } from "../../analysis/places/station.ts";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore, Queries } from "../ports.ts";
import { rawManifestKey, STATIONS_KEY } from "../posts/keys.ts";
import { RawManifest } from "../posts/raw-manifest.ts";
import { parseStations } from "../posts/stations.ts";
import { encodeJson, readJson, writeFile } from "../runs/manifest.ts";
import { showPublished } from "../runs/published.ts";
import { readFigures, type StationFigures } from "./figures.ts";
import { LATEST_KEY, publishedKey } from "./keys.ts";
import { Run } from "./run.ts";

const State = z.object({ run: Run });

export interface PublishPorts {
  readonly store: ObjectStore;
  readonly database: Queries;
  /** A station with fewer posts shows their number and nothing else. */
  readonly minPosts: number;
}

/** `published/run=<id>/stations.json`: one entry a station of the stations file, in the order of their names. */
export type PublishedStation = Pick<Station, "zone" | "latitude" | "longitude"> & StationFigures;

/**
 * Writes the files for dashboards: the run's figures, the figures of every station, the manifest, and last, in one
 * write, `latest.json`. The files can be public, so they hold figures, terms and ids, and never a text.
 * If an older run is started again, `latest.json` keeps the newer one.
 */
export async function publish(event: unknown, ports: PublishPorts): Promise<{ latest: boolean }> {
  const { run } = State.parse(event);
  const { store } = ports;
  const stationsFile = await store.read(STATIONS_KEY);
  if (stationsFile === undefined) throw new AnalysisFailed(`There is no stations file at ${STATIONS_KEY}.`);
  const figures = await readFigures(ports.database, run.runId, ports.minPosts);
  const stations = parseStations(stationsFile, STATIONS_KEY)
    .sort((left, right) => compareUtf8(left.name, right.name))
    .map(
      ({ name, zone, latitude, longitude }): PublishedStation => ({
        ...(figures.stations.get(name) ?? { station: name, n: 0, sentiment: null, topics: [] }),
        zone,
        latitude,
        longitude,
      }),
    );
  const raw = await readJson(store, rawManifestKey(run.runId), RawManifest);
  const gaps = raw?.coverage === undefined ? {} : { gaps: raw.coverage.gaps };
  const files = [
    await writeFile(store, publishedKey(run.runId, "run"), 1, encodeJson({ ...figures.run, ...gaps })),
    await writeFile(store, publishedKey(run.runId, "stations"), stations.length, encodeJson(stations)),
  ];
  const keys = { manifestKey: publishedKey(run.runId, "manifest"), latestKey: LATEST_KEY };
  const { runId, scheduledTime } = run;
  return { latest: await showPublished(store, keys, { runId, scheduledTime, files }) };
}
