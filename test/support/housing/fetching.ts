import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Fetched, type FetchFilesPorts, fetchFiles } from "../../../functions/housing/fetch-files.ts";
import type { FileSource } from "../../../functions/housing/file-source.ts";
import { InputManifest, openInput } from "../../../functions/housing/input-files.ts";
import { inputManifestKey } from "../../../functions/housing/keys.ts";
import type { Clock, ConditionalStore } from "../../../functions/ports.ts";
import { type MemoryStore, memoryStore } from "../memory-store.ts";

/** So small that files of tests have several parts. */
export const PART_BYTES = 100;

export const clockWith = (remaining: () => number): Clock => ({
  now: () => new Date("2026-11-29T06:00:00Z"),
  remaining,
});

/** One invocation of fetchFiles for a run. */
export function fetchOnce(
  runId: string,
  source: FileSource,
  store: ConditionalStore,
  options: Partial<FetchFilesPorts> & { readonly scheduledTime?: string } = {},
): Promise<Fetched> {
  const { scheduledTime = "2026-11-29T06:00:00.000Z", ...ports } = options;
  const clock = clockWith(() => Number.POSITIVE_INFINITY);
  const all = { store, source, clock, progress: () => {}, partBytes: PART_BYTES, ...ports };
  return fetchFiles({ run: { runId, scheduledTime, batchNr: 20261129 } }, all);
}

/** A folder with these files, gone after the test. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "citypulse-housing-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

export function manifestOf(store: MemoryStore, runId: string): InputManifest {
  const body = store.objects.get(inputManifestKey(runId));
  return InputManifest.parse(JSON.parse(Buffer.from(body ?? "null").toString()));
}

/** The content of each file of a run, by its name. */
export async function contentsOf(store: MemoryStore, runId: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const file of manifestOf(store, runId).files) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of openInput(store, file).stream()) chunks.push(chunk);
    contents[file.name] = Buffer.concat(chunks).toString();
  }
  return contents;
}

/** Every object as text. */
export const objectsOf = (store: MemoryStore): Record<string, string> =>
  Object.fromEntries([...store.objects].map(([key, body]) => [key, Buffer.from(body).toString()]).sort());

export class Killed extends Error {
  override readonly name = "Killed";
}

/** The store, of which the process dies after (or, for `before`, instead of) the write or removal with this number. */
export function dyingStore(
  store: MemoryStore,
  killAt: number,
  moment: "before" | "after",
): ConditionalStore & { readonly changes: number } {
  let changes = 0;
  async function change<Result>(work: () => Promise<Result>): Promise<Result> {
    const isLast = changes++ === killAt;
    if (isLast && moment === "before") throw new Killed();
    const result = await work();
    if (isLast) throw new Killed();
    return result;
  }
  return {
    ...store,
    write: (key, body) => change(() => store.write(key, body)),
    writeIf: (key, body, etag) => change(() => store.writeIf(key, body, etag)),
    remove: (keys) => change(() => store.remove(keys)),
    get changes() {
      return changes;
    },
  };
}

/** A source for each process that runs. */
export type OpenSource = (store: ConditionalStore) => Promise<FileSource>;

/**
 * Runs a whole run on a copy of `before`, killed at each change of the store and started again. Returns the objects in
 * the end, once for each moment, and those of the run that was not disturbed.
 */
export async function killEverywhere(
  before: MemoryStore,
  open: OpenSource,
  options: Parameters<typeof fetchOnce>[3] = {},
): Promise<{ readonly undisturbed: Record<string, string>; readonly killed: Record<string, string>[] }> {
  const calm = memoryStore(before.objects);
  const counting = dyingStore(calm, -1, "after");
  await fetchOnce("killed", await open(counting), counting, options);
  const killed: Record<string, string>[] = [];
  for (let killAt = 0; killAt < counting.changes; killAt++)
    for (const moment of ["before", "after"] as const) {
      const store = memoryStore(before.objects);
      const dying = dyingStore(store, killAt, moment);
      await fetchOnce("killed", await open(dying), dying, options).then(
        () => {
          throw new Error(`The run was not killed at ${killAt}.`);
        },
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        },
      );
      await fetchOnce("killed", await open(store), store, options);
      killed.push(objectsOf(store));
    }
  return { undisturbed: objectsOf(calm), killed };
}
