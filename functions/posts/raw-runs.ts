import type { ObjectStore } from "../ports.ts";
import { rawPrefix } from "./keys.ts";

/** The ids of the runs that have anything under this prefix, in order. */
export async function runsUnder(
  store: ObjectStore,
  prefix: "raw" | "analysis" | "quarantine",
): Promise<string[]> {
  const runs = new Set<string>();
  for (const key of await store.list(`${prefix}/run=`)) {
    const runId = key.slice(`${prefix}/run=`.length).split("/")[0];
    if (runId) runs.add(runId);
  }
  return [...runs].sort();
}

/** The objects that hold a run's raw pages, in order; listed by its manifest or not. */
export const rawKeys = async (store: ObjectStore, runId: string): Promise<string[]> =>
  (await store.list(rawPrefix(runId))).filter((key) => key.endsWith(".jsonl.gz"));
