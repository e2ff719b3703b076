import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { ManifestFiles } from "../runs/manifest.ts";
import { analysisManifestKey, analysisPrefix, quarantinePrefix } from "./keys.ts";

const Count = z.number().int().nonnegative();

/** What became of a run's records: `read = accepted + duplicates + rejected`; `unplaced` is a part of `accepted`. */
export const Counts = z.object({
  read: Count,
  accepted: Count,
  duplicates: Count,
  unplaced: Count,
  rejected: Count,
});
export type Counts = z.infer<typeof Counts>;
export const NO_POSTS: Counts = { read: 0, accepted: 0, duplicates: 0, unplaced: 0, rejected: 0 };

/** Why records were rejected: how many for each reason, and where the first of them stands. */
export const Reason = z.object({
  reason: z.string(),
  records: Count,
  file: z.string(),
  line: z.number().int(),
});
export type Reason = z.infer<typeof Reason>;

/**
 * A finished analysis, whichever engine made it: what it was made from, what came of it, and the files with
 * their rows and checksums. Written last; readers read what it lists and nothing else.
 */
export const AnalysisManifest = z.object({
  runId: z.string(),
  engine: z.enum(["lambda", "emr"]),
  codeVersion: z.string(),
  /** Checksums of the raw manifest, which holds the selection, and of the stations file. */
  madeFrom: z.object({ raw: z.string(), stations: z.string() }),
  counts: Counts,
  /** Posts of the raw pages that are outside the run's window or stations: they are not read. */
  outside: Count,
  /** The commonest first. */
  reasons: z.array(Reason),
  posts: ManifestFiles,
  topics: ManifestFiles,
  quarantine: ManifestFiles,
});
export type AnalysisManifest = z.infer<typeof AnalysisManifest>;

/**
 * Under the run's prefixes stays what the manifest lists. What the steps handed to each other goes, and what another
 * version of the code or a killed run left there, since some readers take all that they find.
 */
export async function removeUnlisted(store: ObjectStore, manifest: AnalysisManifest): Promise<void> {
  const { runId, posts, topics, quarantine } = manifest;
  const files = [...posts, ...topics, ...quarantine].map((file) => file.key);
  const listed = new Set([analysisManifestKey(runId), ...files]);
  const keys = [...(await store.list(analysisPrefix(runId))), ...(await store.list(quarantinePrefix(runId)))];
  await store.remove(keys.filter((key) => !listed.has(key)));
}
