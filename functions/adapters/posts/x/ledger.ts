import { randomUUID } from "node:crypto";
import { z } from "zod";
import { AnalysisFailed, SourceUnavailable } from "../../../errors.ts";
import type { ConditionalStore } from "../../../ports.ts";
import { X_STATE_KEY } from "../../../posts/keys.ts";
import { encodeJson } from "../../../runs/manifest.ts";
import { RUN_ID } from "../../../runs/run-id.ts";
import { MOST_SKEW } from "../x-api/limits.ts";
import type { XSettings } from "./settings.ts";

const Count = z.number().int().nonnegative();
const Seconds = z.number().int();
/** As run ids and raw pages are named: what is read here becomes part of an object's key. */
const RunId = z.string().regex(RUN_ID);
const PageName = z.string().regex(/^station=[A-Za-z0-9-]+\/[A-Za-z0-9-]+$/);
const Month = z.string().regex(/^\d{4}-\d\d$/);

/** A request that was sent, or was about to be: it counts in full until its page is stored. */
export const Pending = z.object({
  runId: RunId,
  /** The raw page's name within its run. */
  page: PageName,
  posts: Count,
  month: Month,
  /** Where the window that was asked for began, in seconds. */
  from: Seconds,
});
export type Pending = z.infer<typeof Pending>;

/** What X is known to allow: no request before `resetAt` (milliseconds of this machine's clock) where nothing is left. */
const Limit = z.object({ remaining: Count, resetAt: z.number() });

/** What the search on X remembers from run to run, as one object of the store. */
export const XState = z.object({
  /**
   * Posts that were read in each month of the calendar in UTC (`2026-11`), at most. None is forgotten: a clock that was
   * wrong comes back to the month before.
   */
  months: z.record(Month, Count),
  /** The runs whose pages are not complete yet, as far as is known: when they began, and the posts that they read. */
  runs: z.record(RunId, z.object({ begun: Seconds, posts: Count })),
  pending: Pending.nullable(),
  limit: Limit.nullable(),
  /** How many milliseconds X's clock is ahead of this machine's. */
  skew: z.number().int().min(-MOST_SKEW).max(MOST_SKEW),
  /** By the station's slug: the times that need not be asked for any more. */
  settled: z.record(z.string(), z.array(z.tuple([Seconds, Seconds]).readonly()).readonly()),
  /** The slug of the station that the next run begins with. */
  next: z.string().nullable(),
  /** Another one with each write, so that who wrote it knows it again. */
  writer: z.string(),
});
export type XState = z.infer<typeof XState>;

export const FIRST_STATE: XState = {
  months: {},
  runs: {},
  pending: null,
  limit: null,
  skew: 0,
  settled: {},
  next: null,
  writer: "",
};

/** The month in which X counts what is read at this time of this machine's clock. */
export const monthOf = (now: Date, { skew }: Pick<XState, "skew">): string =>
  new Date(now.getTime() + skew).toISOString().slice(0, 7);

export const readIn = (month: string, { months }: Pick<XState, "months">): number => months[month] ?? 0;

const spend = (state: XState, runId: string, month: string, posts: number): XState => {
  const run = state.runs[runId];
  return {
    ...state,
    months: { ...state.months, [month]: readIn(month, state) + posts },
    runs: run === undefined ? state.runs : { ...state.runs, [runId]: { ...run, posts: run.posts + posts } },
  };
};

/** Counts the most that a request may cost. A request that is still pending was lost: it stays counted in full. */
export const reserve = (state: XState, pending: Pending): XState => ({
  ...spend(state, pending.runId, pending.month, pending.posts),
  pending,
  limit: state.limit && { ...state.limit, remaining: Math.max(state.limit.remaining - 1, 0) },
});

/** Counts what the pending request did cost; null where that cannot be known, and then it stays counted in full. */
export function settlePending(state: XState, posts: number | null): XState {
  const { pending } = state;
  if (pending === null) return state;
  const settled = { ...state, pending: null };
  return posts === null ? settled : spend(settled, pending.runId, pending.month, posts - pending.posts);
}

/** How many posts a run may still read: the least that any of the ceilings leaves; not below zero. */
export function postsLeft(state: XState, settings: XSettings, runId: string, month: string): number {
  const { run, month: monthly } = ceilings(settings);
  return Math.max(0, Math.min(run - (state.runs[runId]?.posts ?? 0), monthly - readIn(month, state)));
}

/** The ceilings in posts. */
export const ceilings = (settings: XSettings): { readonly run: number; readonly month: number } => ({
  run: Math.min(settings.maxPosts, inPosts(settings.maxDollars, settings)),
  month: inPosts(settings.maxDollarsPerMonth, settings),
});

/** Dollars are no binary fractions: in millionths they are whole numbers. */
const MICRO = 1_000_000;

const inPosts = (dollars: number, { dollarsPerPost }: XSettings): number =>
  Math.floor(Math.round(dollars * MICRO) / Math.round(dollarsPerPost * MICRO));

/** The state in the store, and the copy at hand that `save` puts there. */
export interface Ledger {
  state: XState;
  /** Throws SourceUnavailable where somebody else has written it meanwhile: then nothing is written. */
  save(): Promise<void>;
}

/** Reads what is remembered. Throws AnalysisFailed where the object is damaged. */
export async function openLedger(store: ConditionalStore): Promise<Ledger> {
  const stored = await readState(store);
  let etag = stored?.etag ?? null;
  const ledger: Ledger = {
    state: stored?.state ?? FIRST_STATE,
    async save() {
      const writer = randomUUID();
      ledger.state = { ...ledger.state, writer };
      const written = await store.writeIf(X_STATE_KEY, encodeJson(ledger.state), etag);
      etag = written ?? (await ownTag(store, writer));
    },
  };
  return ledger;
}

/** A client that asks again after a lost answer is told that the object has changed, which it did itself. */
async function ownTag(store: ConditionalStore, writer: string): Promise<string> {
  const present = await readState(store);
  if (present?.state.writer === writer) return present.etag;
  throw new SourceUnavailable(
    `Another process changed ${X_STATE_KEY} in the meantime, so no request is made now.`,
    {
      hint: "Let one run at a time search X with this store; this one goes on when it is started again.",
    },
  );
}

const decoder = new TextDecoder("utf-8", { fatal: true });

async function readState(
  store: ConditionalStore,
): Promise<{ readonly state: XState; readonly etag: string } | undefined> {
  const object = await store.readTagged(X_STATE_KEY);
  if (object === undefined) return undefined;
  try {
    return { state: XState.parse(JSON.parse(decoder.decode(object.body))), etag: object.etag };
  } catch (cause) {
    throw new AnalysisFailed(
      `The object ${X_STATE_KEY} is not what this version of CityPulse writes, so it is not known what was spent.`,
      {
        hint: "Bring back an earlier version of it; without it the money of this month counts from zero again.",
        cause,
      },
    );
  }
}
