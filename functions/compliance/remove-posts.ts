import { z } from "zod";
import { isJsonObject, parseJson } from "../../analysis/json.ts";
import { compareUtf8 } from "../../analysis/order.ts";
import { withConcurrency } from "../concurrency.ts";
import type { Clock, ObjectStore, Progress } from "../ports.ts";
import { rawManifestKey, rawProgressKey } from "../posts/keys.ts";
import { type RawFile, RawManifest, rawKeys } from "../posts/raw-manifest.ts";
import { unpackedBytes } from "../posts/raw-pages.ts";
import { readRemovedIds, readUnfinished, withoutPosts } from "../posts/removed-posts.ts";
import { encodeJson, readJson, sha256 } from "../runs/manifest.ts";

const Cursor = z.object({ run: z.string(), page: z.string() });

const State = z.object({ remove: z.object({ cursor: Cursor.nullable() }).optional() });

export interface RemovePostsPorts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly progress: Progress;
}

export interface RemovedPosts {
  /** The page that was cleaned last, where some are left. */
  readonly cursor: z.infer<typeof Cursor> | null;
  readonly done: boolean;
}

/** The time that some pages and the manifest may take: with less left, the next slice goes on. */
const PAGE_MILLISECONDS = 60_000;
const PAGES_AT_A_TIME = 4;

type StoredFile = Pick<RawFile, "bytes" | "sha256" | "unpacked">;

/**
 * Takes the posts on the list of removed posts out of the raw pages of every run that holds any, then says in the
 * run's manifest what its pages are now. Everything else keeps its bytes. A page is looked at whether or not it was
 * cleaned before, so doing it again finishes what was interrupted. Throws AnalysisFailed.
 */
export async function removePosts(event: unknown, ports: RemovePostsPorts): Promise<RemovedPosts> {
  const { remove } = State.parse(event);
  const { store, clock, progress } = ports;
  const names = await readRemovedIds(store);
  const from = remove?.cursor ?? null;
  const runs = (await readUnfinished(store)).filter((runId) => from === null || runId >= from.run);
  for (const [index, runId] of runs.entries()) {
    const keys = (await rawKeys(store, runId)).filter(
      (key) => from === null || runId > from.run || compareUtf8(key, from.page) > 0,
    );
    const files = new Map<string, StoredFile>();
    const begun = await withConcurrency(keys, {
      size: PAGES_AT_A_TIME,
      // One page is always cleaned, so that every slice comes further.
      hasTime: () => files.size === 0 || clock.remaining() >= PAGE_MILLISECONDS,
      work: async (key) => {
        const file = await cleanPage(store, key, names);
        if (file !== null) files.set(key, file);
      },
    });
    await updateManifest(store, rawManifestKey(runId), files);
    await updateManifest(store, rawProgressKey(runId), files);
    if (begun < keys.length) return { cursor: { run: runId, page: keys[begun - 1] ?? "" }, done: false };
    progress(index + 1, runs.length, "runs");
  }
  return { cursor: null, done: true };
}

async function cleanPage(
  store: ObjectStore,
  key: string,
  names: ReadonlySet<string>,
): Promise<StoredFile | null> {
  const stored = await store.read(key);
  if (stored === undefined) return null;
  const cleaned = await withoutPosts(key, stored, names);
  const body = cleaned?.body ?? stored;
  if (cleaned !== null) await store.write(key, body);
  return { bytes: body.byteLength, sha256: sha256(body), unpacked: unpackedBytes(body) };
}

/** Its other fields stay as they are, those too that this version of the code does not know. */
async function updateManifest(
  store: ObjectStore,
  key: string,
  files: ReadonlyMap<string, StoredFile>,
): Promise<void> {
  const manifest = await readJson(store, key, RawManifest);
  if (manifest === undefined) return;
  const changed = manifest.files.map((file) => ({ ...file, ...files.get(file.key) }));
  if (JSON.stringify(changed) === JSON.stringify(manifest.files)) return;
  const stored = parseJson(new TextDecoder().decode(await store.read(key)));
  await store.write(key, encodeJson({ ...(isJsonObject(stored) ? stored : manifest), files: changed }));
}
