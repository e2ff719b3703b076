import type { ObjectStore } from "../ports.ts";
import type { AnalysisManifest } from "./analysis-manifest.ts";
import { analysisManifestKey, analysisPrefix, quarantinePrefix } from "./keys.ts";

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
