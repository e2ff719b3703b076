import type { Reply } from "./send.ts";

/** What X is known to allow: no request before `resetAt` (milliseconds of this machine's clock) if nothing is left. */
export interface Limit {
  readonly remaining: number;
  readonly resetAt: number;
}

/** How long a client waits after X has refused a request because there were too many, in milliseconds. */
export interface Waits {
  readonly shortest: number;
  /** Whatever resets later than this is no time that X means. */
  readonly longest: number;
}

/** If X does not say when it will answer again. */
const UNKNOWN_WAIT_MILLISECONDS = 15 * 60_000;
/** X counts whole seconds, and its servers do not all change to the next window at once. */
const AFTER_RESET_MILLISECONDS = 1_000;
/** The longest window is a day. */
const LONGEST_WAIT_MILLISECONDS = 25 * 3600_000;
const WAITS: Waits = { shortest: 5_000, longest: LONGEST_WAIT_MILLISECONDS };

/** Each 15 minutes; each day of the app, and of the user. */
const WINDOWS = ["x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"];

/**
 * What the headers say of the requests that are left: of the window in which the fewest are, and the one that resets
 * last among those. Null if they say nothing. `resetAt` is by this machine's clock, whatever X's shows.
 */
export const limitOf = (headers: Reply["headers"], now: Date): Limit | null => tightest(headers, now, null);

/** After X has refused a request because there were too many: the window without a number has none left. */
export function limitAfterRefusal(headers: Reply["headers"], now: Date, waits = WAITS): Limit {
  const resetAt = tightest(headers, now, 0)?.resetAt ?? now.getTime() + UNKNOWN_WAIT_MILLISECONDS;
  const [soonest, latest] = [now.getTime() + waits.shortest, now.getTime() + waits.longest];
  return { remaining: 0, resetAt: Math.min(Math.max(resetAt, soonest), latest) };
}

/** `unknown` is how many requests are left if X gives only the time; null if such a window says nothing. */
function tightest(headers: Reply["headers"], now: Date, unknown: number | null): Limit | null {
  const limits = WINDOWS.flatMap((name) => {
    const remaining = numberOf(headers[`${name}-remaining`]) ?? unknown;
    const reset = numberOf(headers[`${name}-reset`]);
    if (remaining === null || reset === null) return [];
    const resetAt = reset * 1000 - skewOf(headers, now) + AFTER_RESET_MILLISECONDS;
    return [{ remaining, resetAt: Math.min(resetAt, now.getTime() + LONGEST_WAIT_MILLISECONDS) }];
  });
  const [first] = limits.toSorted(
    (left, right) => left.remaining - right.remaining || right.resetAt - left.resetAt,
  );
  return first ?? null;
}

/** When the next request can be sent; null for now. */
export const resumeTime = (limit: Limit | null, now: Date): Date | null =>
  limit !== null && limit.remaining === 0 && limit.resetAt > now.getTime() ? new Date(limit.resetAt) : null;

/** No two clocks are a hundred years apart, in milliseconds: a time that says so is none. */
export const MOST_SKEW = 100 * 366 * 86_400_000;

/** How many milliseconds X's clock is ahead of this machine's, in whole seconds; zero if X does not tell its time. */
export function skewOf(headers: Reply["headers"], now: Date): number {
  const date = Date.parse(headers.date ?? "");
  // The header has whole seconds: up to one second is no difference.
  const skew = Number.isNaN(date) ? 0 : date - now.getTime();
  return Math.abs(skew) <= 1_500 || Math.abs(skew) > MOST_SKEW ? 0 : Math.round(skew / 1000) * 1000;
}

/** Null for what is no whole number. */
const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
