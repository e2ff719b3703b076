import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { encodeJson, ManifestFiles, readJson } from "./manifest.ts";

/** What a pipeline's `latest.json` says: the run that the dashboard shows, and the files that it reads. */
export const Latest = z.object({ runId: z.string(), scheduledTime: z.string(), files: ManifestFiles });
export type Latest = z.infer<typeof Latest>;

/** Whether the dashboard shows `left` rather than `right`. */
export const isNewer = (left: Latest, right: Latest): boolean =>
  left.scheduledTime !== right.scheduledTime
    ? left.scheduledTime > right.scheduledTime
    : left.runId > right.runId;

/**
 * Writes the run's own manifest, then points `latest` at it in one write, unless it points at a newer run: an older run
 * that is started again changes nothing there. Returns whether the dashboard shows this run.
 */
export async function showPublished(
  store: ObjectStore,
  { manifestKey, latestKey }: { readonly manifestKey: string; readonly latestKey: string },
  published: Latest,
): Promise<boolean> {
  await store.write(manifestKey, encodeJson(published));
  const latest = await readJson(store, latestKey, Latest);
  if (latest !== undefined && isNewer(latest, published)) return false;
  await store.write(latestKey, encodeJson(published));
  return true;
}
