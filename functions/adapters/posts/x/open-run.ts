import { z } from "zod";
import type { Station } from "../../../../analysis/places/station.ts";
import { InvalidInput } from "../../../errors.ts";
import type { ConditionalStore, ObjectStore } from "../../../ports.ts";
import { rawManifestKey, STATIONS_KEY, X_PLANS_PREFIX, xPlanKey } from "../../../posts/keys.ts";
import { Coverage, type PostRequest } from "../../../posts/post-source.ts";
import { parseStations } from "../../../posts/stations.ts";
import { encodeJson, readJson } from "../../../runs/manifest.ts";
import type { Ledger, XState } from "./ledger.ts";
import { type Known, planWindows, REACH_SECONDS, settle, XPlan } from "./plan.ts";
import type { XSettings } from "./settings.ts";

/** What is read of a finished run: its source may be another one. */
const Finished = z.object({ coverage: Coverage.optional() });

/** An unfinished run is not continued after this many seconds. */
const LONGEST_RUN_SECONDS = 30 * 24 * 3600;

/** X's time, in seconds. */
export const secondsOfX = (now: Date, { skew }: XState): number => Math.floor((now.getTime() + skew) / 1000);

/**
 * The plan of a run, made and stored when the run begins: what earlier runs have stored is not asked for again. An
 * earlier run counts when its pages are complete; until then its windows are asked for as if it had never been.
 * Throws InvalidInput, SourceUnavailable, AnalysisFailed.
 */
export async function openRun(
  request: PostRequest,
  settings: XSettings,
  store: ConditionalStore,
  ledger: Ledger,
  now: Date,
): Promise<XPlan> {
  const { runId } = request;
  const isKnown = runId in ledger.state.runs;
  const stored = await readJson(store, xPlanKey(runId), XPlan);
  if (stored !== undefined && isKnown) return stored;
  const state = await settleRuns(ledger.state, runId, store, now);
  const begun = secondsOfX(now, state);
  const plan = stored ?? planWindows(request, await readStations(store), settings, state, begun);
  ledger.state = { ...state, runs: { ...state.runs, [runId]: state.runs[runId] ?? { begun, posts: 0 } } };
  await ledger.save();
  await store.write(xPlanKey(runId), encodeJson(plan));
  const unfinished = Object.keys(ledger.state.runs).map(xPlanKey);
  await store.remove((await store.list(X_PLANS_PREFIX)).filter((key) => !unfinished.includes(key)));
  return plan;
}

async function readStations(store: ObjectStore): Promise<Station[]> {
  const file = await store.read(STATIONS_KEY);
  if (file !== undefined) return parseStations(file, STATIONS_KEY);
  throw new InvalidInput(`There is no stations file at ${STATIONS_KEY}.`, {
    hint: "Upload a CSV with the columns Latitude, Longitude, Station and Zone to that key.",
  });
}

/** Takes what runs have asked for out of what is still to be asked, as soon as their raw pages are complete. */
export async function settleRuns(
  state: XState,
  current: string,
  store: ObjectStore,
  now: Date,
): Promise<XState> {
  const time = secondsOfX(now, state);
  const finished: string[] = [];
  let known: Known = state;
  const oldestFirst = Object.entries(state.runs).toSorted(([, left], [, right]) => left.begun - right.begun);
  for (const [runId, { begun }] of oldestFirst) {
    if (runId === current) continue;
    const manifest = await readJson(store, rawManifestKey(runId), Finished);
    const plan = manifest?.coverage && (await readJson(store, xPlanKey(runId), XPlan));
    if (manifest?.coverage !== undefined && plan !== undefined)
      known = settleRun(known, plan, manifest.coverage, time - REACH_SECONDS);
    if (manifest !== undefined || time - begun > LONGEST_RUN_SECONDS) finished.push(runId);
  }
  const runs = Object.fromEntries(Object.entries(state.runs).filter(([runId]) => !finished.includes(runId)));
  return { ...state, settled: known.settled, next: known.next, runs };
}

function settleRun({ settled, next }: Known, plan: XPlan, coverage: Coverage, reach: number): Known {
  const missed = coverage.gaps
    .filter(({ reason }) => reason === "ceiling")
    .map(({ station, from, to }) => ({ station, interval: [secondsAt(from), secondsAt(to)] as const }));
  return { settled: settle(settled, plan, missed, reach), next: coverage.stoppedAt ?? next };
}

const secondsAt = (time: string): number => Date.parse(time) / 1000;
