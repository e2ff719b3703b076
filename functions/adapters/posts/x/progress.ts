import { z } from "zod";
import { compareIds } from "../../../../analysis/posts/id.ts";
import type { Coverage, Gap } from "../../../posts/post-source.ts";
import type { XPage } from "./answer.ts";
import type { Window, XPlan } from "./plan.ts";
import { isByIds, Rest } from "./request.ts";
import { SMALLEST_PAGE } from "./settings.ts";
import { firstIdOf, type Interval, isoTime, secondOf, union } from "./time.ts";

const Index = z.string().regex(/^\d+$/);
const Seconds = z.number().int();

/**
 * How far a run has come, by the windows of its plan. They are visited in rounds, one page each, so that a station
 * with many posts does not take the money of the others.
 */
export const XCursor = z.object({
  /** Pages stored so far, which also names the next one. */
  pages: z.number().int(),
  round: z.number().int(),
  /** The first window of this round that was not visited yet. */
  next: z.number().int(),
  /** Posts in a page of this round. */
  size: z.number().int(),
  rest: z.record(Index, Rest),
  /** Where X reached no longer back to the beginning of a window: where it was asked from instead. */
  reached: z.record(Index, Seconds),
});
export type XCursor = z.infer<typeof XCursor>;

export interface Visit {
  readonly index: number;
  readonly window: Window;
  readonly rest: Rest | undefined;
}

/** How many posts each page of a round may have, so that what is left is enough for one page each. */
export const fairSize = (postsLeft: number, pages: number, largest: number): number =>
  Math.min(largest, Math.max(SMALLEST_PAGE, Math.floor(postsLeft / Math.max(pages, 1))));

export const beginning = (size: number): XCursor => ({
  pages: 0,
  round: 0,
  next: 0,
  size,
  rest: {},
  reached: {},
});

/** The window whose turn it is in this round; undefined where the round is over. */
export function nextVisit(plan: XPlan, cursor: XCursor): Visit | undefined {
  const index =
    cursor.round === 0
      ? cursor.next
      : Object.keys(cursor.rest)
          .map(Number)
          .filter((one) => one >= cursor.next)
          .reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const window = plan.windows[index];
  return window && { index, window, rest: cursor.round === 0 ? undefined : cursor.rest[index] };
}

export const nextRound = (cursor: XCursor, size: number): XCursor => ({
  ...cursor,
  round: cursor.round + 1,
  next: 0,
  size,
});

/** What was asked for, and what came. */
export interface Asked {
  readonly from: number;
  readonly size: number;
  readonly page: XPage;
}

/**
 * After the page was stored. Where X gives a next page that cannot be told from this one, the window ends here, and
 * what is left of it is a gap: to ask on would never end.
 */
export function afterPage(cursor: XCursor, visit: Visit, asked: Asked): XCursor {
  const rest = restOf(visit, asked);
  const after =
    rest !== null && isSame(rest, visit.rest)
      ? moveOn(cursor, visit, endOf(visit), null)
      : moveOn(cursor, visit, asked.from, rest);
  return { ...after, pages: cursor.pages + 1 };
}

/** Where the window goes on; null where it is at its end. */
function restOf(visit: Visit, { from, size, page }: Asked): Rest | null {
  if (page.nextToken === null) return null;
  const before = visit.rest?.until ?? String(firstIdOf(visit.window.to));
  const until = page.oldestId !== null && compareIds(page.oldestId, before) < 0 ? page.oldestId : before;
  return {
    until,
    token: visit.rest !== undefined && isByIds(visit.rest, from, size) ? null : page.nextToken,
    size,
    from,
  };
}

const isSame = (rest: Rest, before: Rest | undefined): boolean =>
  rest.until === before?.until && rest.token === before.token;

/** Where X does not reach any part of what is left of a window. */
export const afterUnreachable = (cursor: XCursor, visit: Visit): XCursor =>
  moveOn(cursor, visit, endOf(visit), null);

/** Where X does not take the token of the window's next page. */
export const withoutToken = (cursor: XCursor, { index, rest }: Visit): XCursor =>
  rest === undefined ? cursor : { ...cursor, rest: { ...cursor.rest, [index]: { ...rest, token: null } } };

function moveOn(cursor: XCursor, { index, window }: Visit, from: number, rest: Rest | null): XCursor {
  const { [index]: _, ...others } = cursor.rest;
  return {
    ...cursor,
    next: index + 1,
    rest: rest === null ? others : { ...others, [index]: rest },
    reached: from === window.from ? cursor.reached : { ...cursor.reached, [index]: from },
  };
}

/** Before which second the posts of the window lie that are still to be asked for. */
export const endOf = ({ window, rest }: Pick<Visit, "window" | "rest">): number =>
  rest === undefined ? window.to : Math.min(window.to, secondOf(rest.until) + 1);

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
