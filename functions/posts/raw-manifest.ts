import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { ManifestFile } from "../runs/manifest.ts";
import { rawPrefix } from "./keys.ts";
import { Coverage } from "./post-source.ts";

/** Which posts a run asks for; null is all. Times are ISO 8601 in UTC; `from` is inclusive and `to` exclusive. */
export const Selection = z.object({
  stations: z.array(z.string()).nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type Selection = z.infer<typeof Selection>;

/** A stored page. `unpacked` is its size in bytes before it was packed, which says how much memory it takes. */
const RawFile = ManifestFile.extend({ unpacked: z.number().int().nonnegative() });
export type RawFile = z.infer<typeof RawFile>;

/** What is stored of a run's raw posts; complete when it stands under the manifest's key. */
export const RawManifest = z.object({
  runId: z.string(),
  source: z.string(),
  /** Differs where other posts would be read under the same id; null where the source cannot say. */
  fingerprint: z.string().nullable(),
  selection: Selection,
  records: z.number().int().nonnegative(),
  /** How many posts the records are, where the source counts them and a record is a page of them. */
  posts: z.number().int().nonnegative().optional(),
  files: z.array(RawFile),
  /** What the source could give of the window, where it was asked for one. */
  coverage: Coverage.optional(),
});
export type RawManifest = z.infer<typeof RawManifest>;

/** The same of an extraction that goes on, with where it goes on. */
export const RawProgress = RawManifest.extend({ cursor: z.json() });
export type RawProgress = z.infer<typeof RawProgress>;

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
