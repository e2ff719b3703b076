import { SourceRejected } from "../../../errors.ts";
import { resumeTime } from "../x-api/limits.ts";
import type { XState } from "./ledger.ts";
import { LAG_SECONDS, REACH_SECONDS } from "./plan.ts";
import { endOf, type Visit, type XCursor } from "./progress.ts";
import { SMALLEST_PAGE } from "./settings.ts";

/** The next action for the window whose turn it is. */
export type Turn =
  | { readonly kind: "ask"; readonly from: number; readonly size: number }
  /** X does not reach back to any of it. */
  | { readonly kind: "unreachable" }
  /** There is no money for another page. */
  | { readonly kind: "stop" }
  | { readonly kind: "wait"; readonly resumeAt: Date };

/** A clock that is further ahead than this is set wrong, and waiting would only hide it. */
const LONGEST_SETTLING_SECONDS = 15 * 60;

/** @throws SourceRejected where this machine's clock is far ahead of X's. */
export function takeTurn(
  visit: Visit,
  cursor: XCursor,
  { limit, skew }: Pick<XState, "limit" | "skew">,
  postsLeft: number,
  now: Date,
): Turn {
  const timeOfX = Math.floor((now.getTime() + skew) / 1000);
  const from = Math.max(
    visit.window.from,
    cursor.reached[visit.index] ?? visit.window.from,
    timeOfX - REACH_SECONDS,
  );
  if (from >= endOf(visit)) return { kind: "unreachable" };
  const size = Math.min(cursor.size, postsLeft);
  if (size < SMALLEST_PAGE) return { kind: "stop" };
  const early = visit.window.to + LAG_SECONDS - timeOfX;
  if (early > LONGEST_SETTLING_SECONDS)
    throw new SourceRejected(
      `The clock of this machine is ${Math.round(-skew / 60_000)} minutes ahead of X's, so the window ends in the future.`,
      { hint: "Set the clock, and start the run again with another id." },
    );
  if (early > 0) return { kind: "wait", resumeAt: new Date(now.getTime() + early * 1000) };
  const resumeAt = resumeTime(limit, now);
  return resumeAt === null ? { kind: "ask", from, size } : { kind: "wait", resumeAt };
}
