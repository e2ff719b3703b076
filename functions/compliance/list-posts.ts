import { z } from "zod";
import { withConcurrency } from "../concurrency.ts";
import { analysisPrefix, quarantinePrefix } from "../neighbourhood/keys.ts";
import type { Clock, ObjectStore, Progress, Queries } from "../ports.ts";
import { postsIn } from "../posts/named-posts.ts";
import { rawKeys, runsUnder } from "../posts/raw-manifest.ts";
import { postsInPages, readRemovedIds } from "../posts/removed-posts.ts";
import { hasLeases } from "../runs/lease.ts";
import { Check } from "./check.ts";
import { checkPrefix, questionKey } from "./keys.ts";
import { readPostTable, readQuarantine } from "./stored-analysis.ts";
import { gatherPosts, readStoredPosts, type StoredPosts, writeStoredPosts } from "./stored-posts.ts";

const State = z.object({ check: Check, list: z.object({ cursor: z.string() }).optional() });

export interface ListPostsPorts {
  readonly store: ObjectStore;
  readonly database: Queries;
  readonly clock: Clock;
  readonly progress: Progress;
  /** The most ids that X is asked about at a time. */
  readonly idsInJob?: number | undefined;
}

export interface ListedPosts {
  /** The run whose posts were listed last, if some are left. */
  readonly cursor: string | null;
  readonly done: boolean;
  /** How many ids X will be asked about, and in how many jobs. */
  readonly ids: number;
  readonly jobs: number;
}

/** X names no limit. So many ids are 20 MB, which are uploaded well within the 15 minutes that X allows. */
const IDS_IN_JOB = 1_000_000;
const RUN_MILLISECONDS = 120_000;
const PAGES_AT_A_TIME = 8;

/**
 * Lists the ids of all stored posts, run by run, and lays them out for X's jobs: those of the raw pages, whether or
 * not a manifest lists the page, and of runs that have none any more those in what was made of them. Ids that were
 * removed before are known, and X is not asked about them. Throws InvalidInput, AnalysisFailed, DatabaseUnavailable.
 */
export async function listPosts(state: unknown, ports: ListPostsPorts): Promise<ListedPosts> {
  const { check, list } = State.parse(state);
  const { store, clock } = ports;
  const cursor = list?.cursor ?? null;
  // What an earlier attempt of the same check has left speaks of other posts by now.
  if (cursor === null) await store.remove(await store.list(checkPrefix(check.checkId)));
  const runs = await listedRuns(store, ports.database);
  let listed = runs.filter((runId) => cursor !== null && runId <= cursor).length;
  for (const runId of runs.slice(listed)) {
    if (listed > 0 && clock.remaining() < RUN_MILLISECONDS) {
      return { cursor: runs[listed - 1] ?? null, done: false, ids: 0, jobs: 0 };
    }
    await writeStoredPosts(store, check.checkId, runId, await postsOf(runId, ports));
    listed += 1;
    ports.progress(listed, runs.length, "runs");
  }
  return { cursor: null, done: true, ...(await layOut(check, ports)) };
}

/** In order. */
async function listedRuns(store: ObjectStore, database: Queries): Promise<string[]> {
  const runs = new Set<string>();
  for (const prefix of ["raw", "analysis", "quarantine"] as const)
    for (const runId of await runsUnder(store, prefix)) runs.add(runId);
  if (await hasLeases(database)) {
    const loads = await database.query<{ run_id: string }>("select distinct run_id from citypulse.loads");
    for (const { run_id } of loads) runs.add(run_id);
  }
  return [...runs].sort();
}

async function postsOf(runId: string, { store, database }: ListPostsPorts): Promise<StoredPosts> {
  const posts = gatherPosts();
  const keys = await rawKeys(store, runId);
  await withConcurrency(keys, {
    size: PAGES_AT_A_TIME,
    hasTime: () => true,
    work: async (key) => {
      const body = await store.read(key);
      if (body !== undefined) for (const post of postsInPages(key, body)) posts.add(post);
    },
  });
  if (keys.length === 0) await addMade(runId, posts, { store, database });
  return posts.take();
}

/** The posts in what was made of raw pages that are gone by now: they may have been set to go after some time. */
async function addMade(
  runId: string,
  posts: ReturnType<typeof gatherPosts>,
  { store, database }: Pick<ListPostsPorts, "store" | "database">,
): Promise<void> {
  const add = (version: string, id: string) => posts.add({ ids: [...new Set([version, id])], copyOf: [] });
  for (const key of await store.list(`${analysisPrefix(runId)}posts/`))
    for (const { post } of await readPostTable(store, key)) add(post.version, post.id);
  for (const key of await store.list(quarantinePrefix(runId)))
    for (const { record } of await readQuarantine(store, key))
      for (const post of postsIn(record)) posts.add(post);
  if (!(await hasLeases(database))) return;
  const rows = await database.query<{ post_id: string; version_id: string }>(
    "select post_id, version_id from citypulse.posts join citypulse.loads using (load_id) where run_id = $1",
    [runId],
  );
  for (const { post_id, version_id } of rows) add(version_id, post_id);
}

/** Writes what each job is asked: every id once, in the order of numbers, so that it is the same whenever it is made. */
async function layOut(
  { checkId }: Check,
  { store, idsInJob = IDS_IN_JOB }: ListPostsPorts,
): Promise<{ ids: number; jobs: number }> {
  const known = await readRemovedIds(store);
  const wanted = new Set<bigint>();
  for await (const { ids } of readStoredPosts(store, checkId))
    for (const id of ids) if (!known.has(id)) wanted.add(BigInt(id));
  const ids = BigUint64Array.from(wanted).sort();
  let jobs = 0;
  for (let start = 0; start < ids.length; start += idsInJob, jobs++) {
    const lines = ids.subarray(start, start + idsInJob).join("\n");
    await store.write(questionKey(checkId, jobs), new TextEncoder().encode(`${lines}\n`));
  }
  return { ids: ids.length, jobs };
}
