import type { Coverage, Gap } from "../../../posts/post-source.ts";
import { type Interval, isoTime, union } from "./intervals.ts";
import type { XPlan } from "./plan.ts";
import { endOf, type XCursor } from "./progress.ts";

/** What a run that ends here did not get of its windows. `stoppedAt` is the station at which the money ended. */
export function coverageOf(plan: XPlan, cursor: XCursor, stoppedAt: string | null): Coverage {
  const missing = { unreachable: new Map<string, Interval[]>(), ceiling: new Map<string, Interval[]>() };
  const add = (reason: Gap["reason"], station: string, from: number, to: number): void => {
    const intervals = missing[reason].get(station) ?? [];
    missing[reason].set(station, [...intervals, [from, to]]);
  };
  for (const { station, from, to } of plan.unreachable) add("unreachable", station, from, to);
  for (const [index, window] of plan.windows.entries()) {
    const from = cursor.reached[index] ?? window.from;
    const rest = cursor.rest[index];
    const isVisited = cursor.round > 0 || index < cursor.next;
    if (!window.isFirst) add("unreachable", window.station, window.from, from);
    if (!isVisited) add("ceiling", window.station, from, window.to);
    else if (rest !== undefined) add("ceiling", window.station, from, endOf({ window, rest }));
  }
  const gaps = [...gapsOf("unreachable", missing.unreachable), ...gapsOf("ceiling", missing.ceiling)];
  return { to: isoTime(plan.to), gaps, stoppedAt };
}

const gapsOf = (reason: Gap["reason"], missing: ReadonlyMap<string, readonly Interval[]>): Gap[] =>
  [...missing].flatMap(([station, intervals]) =>
    union(intervals).map(([from, to]) => ({ station, from: isoTime(from), to: isoTime(to), reason })),
  );
