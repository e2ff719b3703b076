import { z } from "zod";
import type { Station } from "../../../../analysis/places/station.ts";
import type { PostRequest } from "../../../posts/post-source.ts";
import { searchQuery } from "./request.ts";
import type { XSettings } from "./settings.ts";
import { type Interval, union, without } from "./time.ts";

/** Recent search reaches back seven days; the minute is for the time that a request is on its way. */
export const REACH_SECONDS = 7 * 24 * 3600 - 60;
/** X refuses a window that ends less than ten seconds ago, and posts are found some seconds after they are written. */
export const LAG_SECONDS = 30;

const Seconds = z.number().int();

/** One part of the time that is asked for around one station. */
const Window = z.object({
  slug: z.string(),
  station: z.string(),
  query: z.string(),
  from: Seconds,
  to: Seconds,
  /** Nothing before it was ever asked for: it begins where X's reach did, and it is no gap that this moves on. */
  isFirst: z.boolean(),
});
export type Window = z.infer<typeof Window>;

/** What a run asks X for; fixed when it begins, so that a run which is started again asks for the same. */
export const XPlan = z.object({
  runId: z.string(),
  to: Seconds,
  /** In the order in which they are visited. */
  windows: z.array(Window),
  /** What X reached no longer when the run began. */
  unreachable: z.array(Window.omit({ query: true, isFirst: true })),
});
export type XPlan = z.infer<typeof XPlan>;

export interface Known {
  /** By slug: the times that need not be asked for any more. */
  readonly settled: Readonly<Record<string, readonly Interval[]>>;
  /** The slug of the station to begin with; null for the first of the file. */
  readonly next: string | null;
}

/**
 * The windows of a run: for each station the time until the run's, as far as X reaches back and no earlier run has
 * asked for it. The request narrows it. Throws InvalidInput for a query that is too long.
 * @param now in seconds, by X's clock.
 */
export function planWindows(
  request: PostRequest,
  stations: readonly Station[],
  settings: XSettings,
  { settled, next }: Known,
  now: number,
): XPlan {
  const asked = stations.filter(({ name }) => request.stations?.includes(name) ?? true);
  const scheduled = Math.floor(Date.parse(request.scheduledTime) / 1000);
  const latest = Math.min(scheduled, now) - LAG_SECONDS;
  const to = Math.min(latest, request.to === null ? latest : Math.ceil(Date.parse(request.to) / 1000));
  const reach = now - REACH_SECONDS;
  const windows: Window[] = [];
  const unreachable: XPlan["unreachable"] = [];
  for (const station of startingWith(asked, next)) {
    const { slug, name } = station;
    const query = searchQuery(station, settings);
    const before = settled[slug] ?? [];
    for (const [start, end] of without([firstSecond(request, before, reach), to], before)) {
      const from = Math.max(start, Math.min(reach, end));
      if (start < from) unreachable.push({ slug, station: name, from: start, to: from });
      const isFirst = request.from === null && !before.some(([time]) => time <= start);
      if (from < end) windows.push({ slug, station: name, query, from, to: end, isFirst });
    }
  }
  return { runId: request.runId, to, windows, unreachable };
}

/** Where nothing was ever asked for around a station, nothing is missing from before X's reach. */
function firstSecond(request: PostRequest, settled: readonly Interval[], reach: number): number {
  if (request.from !== null) return Math.floor(Date.parse(request.from) / 1000);
  return Math.min(reach, ...settled.map(([from]) => from));
}

function startingWith(stations: readonly Station[], next: string | null): Station[] {
  const index = Math.max(
    stations.findIndex(({ slug }) => slug === next),
    0,
  );
  return [...stations.slice(index), ...stations.slice(0, index)];
}

/**
 * What is settled after a run: what it asked for and what X reached no longer, without what it had no money for. Of
 * what is beyond X's reach only the end is kept, from which a later gap is counted.
 */
export function settle(
  settled: Known["settled"],
  plan: XPlan,
  missed: readonly { readonly station: string; readonly interval: Interval }[],
  reach: number,
): Record<string, readonly Interval[]> {
  const after: Record<string, readonly Interval[]> = { ...settled };
  for (const { slug, station, from, to } of [...plan.windows, ...plan.unreachable]) {
    const holes = missed.filter((one) => one.station === station).map(({ interval }) => interval);
    after[slug] = union([...(after[slug] ?? []), ...without([from, to], holes)]);
  }
  for (const [slug, intervals] of Object.entries(after)) {
    const last = intervals.at(-1);
    after[slug] = intervals.filter((interval) => interval[1] > reach || interval === last);
  }
  return after;
}
