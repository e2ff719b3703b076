import type { Station } from "../../../../analysis/places/station.ts";
import type { ConditionalStore } from "../../../ports.ts";
import type { Gap, PostRequest } from "../../../posts/post-source.ts";
import { ceilings, monthOf, openLedger, postsLeft, readIn } from "./ledger.ts";
import { secondsOfX, settleRuns } from "./open-run.ts";
import { planWindows } from "./plan.ts";
import { fairSize } from "./progress.ts";
import { SMALLEST_PAGE, type XSettings } from "./settings.ts";
import { isoTime } from "./time.ts";

/** What a run that began now would ask X for, and the most that it could cost. */
export interface XPreview {
  readonly query: string;
  readonly stations: number;
  /** Parts of the time around one station that are asked for: one a station, unless an earlier run left a hole. */
  readonly windows: number;
  /** ISO 8601; null where there is nothing to ask for. */
  readonly from: string | null;
  readonly to: string;
  readonly requests: { readonly least: number; readonly most: number };
  readonly posts: { readonly most: number };
  readonly dollars: { readonly most: number; readonly perPost: number };
  readonly ceilings: {
    readonly run: { readonly posts: number; readonly dollars: number };
    readonly month: { readonly posts: number; readonly dollars: number };
  };
  /** Of the current month in UTC; posts whose answer was lost count as well. */
  readonly spent: { readonly month: string; readonly posts: number; readonly dollars: number };
  /** The station that it would begin with. */
  readonly firstStation: string | null;
  /** What X reaches no longer, though no run has asked for it. */
  readonly gaps: readonly Gap[];
  /** Runs that paid for posts and whose pages are not complete: those would be asked for, and paid, once more. */
  readonly unfinishedRuns: readonly string[];
}

/** Makes no requests and changes nothing. Throws InvalidInput, AnalysisFailed. */
export async function previewRun(
  request: PostRequest,
  stations: readonly Station[],
  settings: XSettings,
  store: ConditionalStore,
  now: Date,
): Promise<XPreview> {
  const ledger = await openLedger(store);
  const state = await settleRuns(ledger.state, request.runId, store, now);
  const plan = planWindows(request, stations, settings, state, secondsOfX(now, state));
  const month = monthOf(now, state);
  const posts = postsLeft(state, settings, request.runId, month);
  const size = fairSize(posts, plan.windows.length, settings.pageSize);
  const { run, month: monthly } = ceilings(settings);
  const least = posts < SMALLEST_PAGE ? 0 : plan.windows.length;
  const spent = readIn(month, state);
  const dollars = (count: number): number => roundCents(count * settings.dollarsPerPost);
  return {
    query: plan.windows[0]?.query ?? settings.query,
    stations: new Set(plan.windows.map(({ slug }) => slug)).size,
    windows: plan.windows.length,
    from: plan.windows.length === 0 ? null : isoTime(Math.min(...plan.windows.map(({ from }) => from))),
    to: isoTime(plan.to),
    // A window has another page where the one before it was full.
    requests: { least, most: least === 0 ? 0 : least + Math.floor(posts / size) },
    posts: { most: plan.windows.length === 0 ? 0 : posts },
    dollars: { most: plan.windows.length === 0 ? 0 : dollars(posts), perPost: settings.dollarsPerPost },
    ceilings: {
      run: { posts: run, dollars: settings.maxDollars },
      month: { posts: monthly, dollars: settings.maxDollarsPerMonth },
    },
    spent: { month, posts: spent, dollars: dollars(spent) },
    firstStation: plan.windows[0]?.station ?? null,
    gaps: plan.unreachable.map(({ station, from, to }) => ({
      station,
      from: isoTime(from),
      to: isoTime(to),
      reason: "unreachable",
    })),
    unfinishedRuns: Object.entries(state.runs).flatMap(([runId, { posts }]) => (posts > 0 ? [runId] : [])),
  };
}

const roundCents = (dollars: number): number => Math.round(dollars * 100) / 100;
