import type { Reply } from "./api.ts";
import type { XState } from "./state.ts";

/** Where X does not say when it will answer again. */
const UNKNOWN_WAIT_MILLISECONDS = 15 * 60_000;
/** X counts whole seconds, and its servers do not all change to the next window at once. */
const AFTER_RESET_MILLISECONDS = 1_000;
const SHORTEST_WAIT_MILLISECONDS = 5_000;
/** The longest window is a day: whatever resets later than this is no time that X means. */
const LONGEST_WAIT_MILLISECONDS = 25 * 3600_000;

/** Each 15 minutes; each day of the app, and of the user. */
const WINDOWS = ["x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"];

/**
 * What the headers say of the requests that are left: of the window in which the fewest are, and the one that resets
 * last among those. Null where they say nothing. `resetAt` is by this machine's clock, whatever X's shows.
 */
export function limitOf(headers: Reply["headers"], now: Date): XState["limit"] {
  const limits = WINDOWS.flatMap((name) => {
    const remaining = numberOf(headers[`${name}-remaining`]);
    const reset = numberOf(headers[`${name}-reset`]);
    if (remaining === null || reset === null) return [];
    const resetAt = reset * 1000 - skewOf(headers, now) + AFTER_RESET_MILLISECONDS;
    return [{ remaining, resetAt: Math.min(resetAt, now.getTime() + LONGEST_WAIT_MILLISECONDS) }];
  });
  const [tightest] = limits.toSorted(
    (left, right) => left.remaining - right.remaining || right.resetAt - left.resetAt,
  );
  return tightest ?? null;
}

/** After X has refused a request because there were too many. */
export function limitAfterRefusal(headers: Reply["headers"], now: Date): NonNullable<XState["limit"]> {
  const resetAt = limitOf(headers, now)?.resetAt ?? now.getTime() + UNKNOWN_WAIT_MILLISECONDS;
  return { remaining: 0, resetAt: Math.max(resetAt, now.getTime() + SHORTEST_WAIT_MILLISECONDS) };
}

/** When the next request may be sent; null for now. */
export const resumeTime = (limit: XState["limit"], now: Date): Date | null =>
  limit !== null && limit.remaining === 0 && limit.resetAt > now.getTime() ? new Date(limit.resetAt) : null;

/** No two clocks are a hundred years apart, in milliseconds: a time that says so is none. */
export const MOST_SKEW = 100 * 366 * 86_400_000;

/** How many milliseconds X's clock is ahead of this machine's, in whole seconds; zero where X does not tell its time. */
export function skewOf(headers: Reply["headers"], now: Date): number {
  const date = Date.parse(headers.date ?? "");
  // The header has whole seconds: up to one second is no difference.
  const skew = Number.isNaN(date) ? 0 : date - now.getTime();
  return Math.abs(skew) <= 1_500 || Math.abs(skew) > MOST_SKEW ? 0 : Math.round(skew / 1000) * 1000;
}

/** Null for what is no whole number. */
const numberOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
