import { z } from "zod";
import { compareIds } from "../../analysis/posts/version.ts";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { encodeJson, readJson } from "../runs/manifest.ts";
import { REMOVALS_KEY, UNFINISHED_KEY } from "./keys.ts";

/** A post that was removed: ids and nothing else of it. */
export const Removal = z.object({
  id: z.string(),
  /** Why, in X's words. */
  reason: z.string(),
  /** The time of the check that removed it; ISO 8601, UTC. */
  removedAt: z.string(),
  /** The runs that held it. */
  runs: z.array(z.string()),
});
export type Removal = z.infer<typeof Removal>;

/** The list of what was removed, by id. */
export async function readRemovals(store: ObjectStore): Promise<Map<string, Removal>> {
  const body = await store.read(REMOVALS_KEY);
  if (body === undefined) return new Map();
  try {
    const lines = new TextDecoder("utf-8", { fatal: true }).decode(body).trimEnd().split("\n");
    return new Map(lines.map((line) => Removal.parse(JSON.parse(line))).map((entry) => [entry.id, entry]));
  } catch (cause) {
    throw new AnalysisFailed(`The object ${REMOVALS_KEY} is not the list of removed posts.`, {
      hint: "Restore it: posts on it must not come back.",
      cause,
    });
  }
}

/** The ids on the list. Whoever stores posts leaves these out. */
export const readRemovedIds = async (store: ObjectStore): Promise<ReadonlySet<string>> =>
  new Set((await readRemovals(store)).keys());

/** One a line, in the order of the ids. Only who holds the lease may write it. */
export async function writeRemovals(
  store: ObjectStore,
  removals: ReadonlyMap<string, Removal>,
): Promise<void> {
  const lines = [...removals.values()]
    .sort((left, right) => compareIds(left.id, right.id))
    .map((removal) => `${JSON.stringify({ ...removal, runs: [...removal.runs].sort() })}\n`);
  await store.write(REMOVALS_KEY, new TextEncoder().encode(lines.join("")));
}

/** The runs from which posts are being removed, in order; a check that fails leaves them to the next one. */
export const Unfinished = z.object({ runs: z.array(z.string()) });

export const readUnfinished = async (store: ObjectStore): Promise<readonly string[]> =>
  (await readJson(store, UNFINISHED_KEY, Unfinished))?.runs ?? [];

export const writeUnfinished = (store: ObjectStore, runs: readonly string[]): Promise<void> =>
  store.write(UNFINISHED_KEY, encodeJson({ runs }));
