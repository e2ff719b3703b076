import type { Station } from "../../../analysis/places/station.ts";
import { XState } from "../../../functions/adapters/posts/x/ledger.ts";
import { unpackPage } from "../../../functions/adapters/posts/x/paid-page.ts";
import { SMALLEST_PAGE } from "../../../functions/adapters/posts/x/settings.ts";
import { rawManifestKey, X_STATE_KEY } from "../../../functions/posts/keys.ts";
import { RawManifest } from "../../../functions/posts/raw-manifest.ts";
import type { MemoryStore } from "../memory-store.ts";
import type { Simulation } from "./simulation.ts";
import type { FakeWorld } from "./world.ts";

const json = (store: MemoryStore, key: string): unknown =>
  JSON.parse(Buffer.from(store.objects.get(key) ?? "null").toString());

export const manifestOf = (store: MemoryStore, runId: string): RawManifest =>
  RawManifest.parse(json(store, rawManifestKey(runId)));

export const stateOf = (store: MemoryStore): XState => XState.parse(json(store, X_STATE_KEY));

/** The ids of a stored page. */
function pageOf(store: MemoryStore, key: string): string[] {
  const body = store.objects.get(key);
  const { data = [] }: { data?: { id: string }[] } = JSON.parse(
    body === undefined ? "null" : unpackPage(body),
  );
  return data.map(({ id }) => id);
}

/** The ids that are stored for each station, in the order of the run's pages, and how many pages have some. */
function storedPages(store: MemoryStore, runId: string) {
  const ids = new Map<string, string[]>();
  let pages = 0;
  for (const { key } of manifestOf(store, runId).files) {
    const slug = /station=([^/]+)\//.exec(key)?.[1] ?? "";
    const page = pageOf(store, key);
    if (page.length > 0) pages += 1;
    ids.set(slug, [...(ids.get(slug) ?? []), ...page]);
  }
  return { ids, pages };
}

export const storedIds = (store: MemoryStore, runId: string): Map<string, string[]> =>
  storedPages(store, runId).ids;

/** Everything that is wrong with a run's raw pages, and with what they cost; empty where all is as promised. */
export function faultsOf(
  simulation: Simulation,
  runId: string,
  { world, stations, from, ceiling }: Promised,
): string[] {
  const { x, store } = simulation;
  const manifest = manifestOf(store, runId);
  const stored = storedPages(store, runId);
  const faults = stations.flatMap((station) =>
    faultsOfStation(station, stored.ids.get(station.slug) ?? [], world, manifest, from),
  );
  if (x.excess > simulation.forgotten()) faults.push(`${x.excess} requests beyond the limit`);
  const delivered = x.delivered.reduce((total, ids) => total + ids.length, 0);
  const counted = stateOf(store).runs[runId]?.posts ?? Number.NaN;
  if (!(delivered <= counted && counted <= ceiling))
    faults.push(`${delivered} posts delivered, ${counted} counted, ${ceiling} allowed`);
  const gaps = manifest.coverage?.gaps.length ?? 0;
  if (gaps > 0 && counted + SMALLEST_PAGE <= ceiling)
    faults.push(`${gaps} gaps, though there was money left`);
  const again = x.delivered.length - stored.pages;
  const excuses = simulation.crashes() + simulation.losses();
  if (again > excuses) faults.push(`${again} pages delivered again, for ${excuses} crashes and losses`);
  return faults;
}

/** What a run should have, and what it may cost. */
interface Promised {
  readonly world: FakeWorld;
  readonly stations: readonly Station[];
  /** The beginning of the window, in milliseconds. */
  readonly from: number;
  /** In posts. */
  readonly ceiling: number;
}

function faultsOfStation(
  { name, longitude, latitude }: Station,
  stored: readonly string[],
  world: FakeWorld,
  { coverage }: RawManifest,
  from: number,
): string[] {
  const to = Date.parse(coverage?.to ?? "");
  const inWindow = world
    .inCircle(longitude, latitude, 1)
    .filter(({ createdAt }) => createdAt >= from && createdAt < to);
  const gaps = (coverage?.gaps ?? []).filter(({ station }) => station === name);
  const isMissing = (time: number): boolean =>
    gaps.some((gap) => time >= Date.parse(gap.from) && time < Date.parse(gap.to));
  const ids = new Set(stored);
  const known = new Set(inWindow.map(({ id }) => id));
  const lost = inWindow.filter(({ id, createdAt }) => !ids.has(id) && !isMissing(createdAt)).length;
  const foreign = stored.filter((id) => !known.has(id)).length;
  const again = stored.length - ids.size;
  return lost + foreign + again === 0
    ? []
    : [`${name}: ${lost} posts lost, ${foreign} of another window or place, ${again} twice`];
}
