import { z } from "zod";
import { RunInProgress } from "../errors.ts";
import type { Clock, Database, ObjectStore, Queries } from "../ports.ts";
import type { NamedPost } from "../posts/named-posts.ts";
import {
  type Removal,
  readRemovals,
  readUnfinished,
  writeRemovals,
  writeUnfinished,
} from "../posts/removed-posts.ts";
import { hasLeases, takeLease } from "../runs/lease.ts";
import { readJson } from "../runs/manifest.ts";
import { Check, leaseName } from "./check.ts";
import { soon } from "./job.ts";
import { answerKey } from "./keys.ts";
import { readStoredPosts, withLinked } from "./stored-posts.ts";

const Event = z.object({
  state: z.object({ check: Check, list: z.object({ ids: z.number(), jobs: z.number() }) }),
  execution: z.string(),
});

const Answer = z.array(z.object({ id: z.string(), reason: z.string() }));

export interface PrepareRemovalPorts {
  readonly store: ObjectStore;
  readonly database: Database;
  readonly clock: Clock;
}

export interface PreparedRemoval {
  /** When to try again, since a run of the pipeline is active; null where the lease is taken, or not needed. */
  readonly resumeAt: string | null;
  /** How many ids are new on the list of removed posts. */
  readonly removed: number;
  /** How many runs hold posts that must go. */
  readonly runs: number;
}

/** How long a run of the pipeline is left alone between two looks, in seconds, and how long in all, in hours. */
const NEXT_LOOK = 300;
const PATIENCE_HOURS = 12;

/**
 * Decides what goes: every stored post that X named, that is on the list of removed posts already, or that is another
 * version or a repetition of such a post. The list of removed posts and the runs that hold them are written down
 * before anything is removed, so that whatever happens then, the next check finishes it.
 *
 * From here to the end the check holds the neighbourhood's lease. A run that is active is waited for, since a check that
 * gave up would leave posts standing for another day; after twelve hours RunInProgress is thrown. Throws
 * AnalysisFailed, DatabaseUnavailable.
 */
export async function prepareRemoval(event: unknown, ports: PrepareRemovalPorts): Promise<PreparedRemoval> {
  const { state, execution } = Event.parse(event);
  const { check, list } = state;
  const { store } = ports;
  const removals = await readRemovals(store);
  const found = await findRemovals(check, list.jobs, removals, store);
  const restored = await runsHolding([...found.removals.keys()], ports.database);
  const runs = [...new Set([...(await readUnfinished(store)), ...found.runs, ...restored])].sort();
  if (runs.length === 0) return { resumeAt: null, removed: 0, runs: 0 };

  const waitUntil = await takeLeaseOrWait(check, execution, ports);
  if (waitUntil !== null) return { resumeAt: waitUntil, removed: 0, runs: runs.length };
  await writeUnfinished(store, runs);
  // A check that ended between the two may have named posts that X shows again: then there is no list yet.
  if (found.removals.size > 0) await writeRemovals(store, found.removals);
  return { resumeAt: null, removed: found.removals.size - removals.size, runs: runs.length };
}

async function findRemovals(
  check: Check,
  jobs: number,
  known: ReadonlyMap<string, Removal>,
  store: ObjectStore,
): Promise<{ removals: Map<string, Removal>; runs: Set<string> }> {
  const reasons = new Map([...known].map(([id, { reason }]) => [id, reason]));
  for (let chunk = 0; chunk < jobs; chunk++)
    for (const { id, reason } of (await readJson(store, answerKey(check.checkId, chunk), Answer)) ?? [])
      if (!reasons.has(id)) reasons.set(id, reason);

  const linked: NamedPost[] = [];
  for await (const posts of readStoredPosts(store, check.checkId))
    for (const post of posts.linked) linked.push(post);
  const causes = withLinked(new Set(reasons.keys()), linked);
  const removals = new Map(known);
  const runs = new Set<string>();
  for await (const { runId, ids } of readStoredPosts(store, check.checkId))
    for (const id of ids) {
      const cause = causes.get(id);
      if (cause === undefined) continue;
      const entry = removals.get(id) ?? {
        id,
        reason: reasons.get(cause) ?? "deleted",
        removedAt: check.scheduledTime,
        runs: [],
      };
      runs.add(runId);
      if (!entry.runs.includes(runId)) removals.set(id, { ...entry, runs: [...entry.runs, runId] });
    }
  return { removals, runs };
}

const IDS_AT_A_TIME = 10_000;

/** The runs that show such posts in the database alone: a backup that was restored has them. */
async function runsHolding(ids: readonly string[], database: Queries): Promise<Set<string>> {
  const runs = new Set<string>();
  if (!(await hasLeases(database))) return runs;
  for (let start = 0; start < ids.length; start += IDS_AT_A_TIME) {
    const rows = await database.query<{ run_id: string }>(
      `select distinct run_id from citypulse.posts join citypulse.loads using (load_id)
       where post_id = any($1::bigint[])`,
      [ids.slice(start, start + IDS_AT_A_TIME)],
    );
    for (const { run_id } of rows) runs.add(run_id);
  }
  return runs;
}

/** Null where the lease is ours; else when to try again. */
async function takeLeaseOrWait(
  check: Check,
  execution: string,
  { database, clock }: PrepareRemovalPorts,
): Promise<string | null> {
  try {
    const lease = { pipeline: "neighbourhood", runId: leaseName(check), execution };
    await takeLease(database, lease, clock.now());
    return null;
  } catch (error) {
    if (!(error instanceof RunInProgress)) throw error;
    const waited = clock.now().getTime() - Date.parse(check.scheduledTime);
    if (waited > PATIENCE_HOURS * 3_600_000) throw error;
    return soon(clock, NEXT_LOOK);
  }
}
