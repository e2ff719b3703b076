import { z } from "zod";
import { InvalidInput } from "../errors.ts";
import type { Clock, Json, ObjectStore, Progress } from "../ports.ts";
import { rawManifestKey, rawPageKey, rawPageName, rawProgressKey } from "../posts/keys.ts";
import type { Coverage, PageEvent, PostSource } from "../posts/post-source.ts";
import { RawManifest, RawProgress, Selection } from "../posts/raw-manifest.ts";
import { unpackedBytes } from "../posts/raw-pages.ts";
import { withoutRemoved } from "../posts/removed-posts.ts";
import { encodeJson, readJson, writeFile } from "../runs/manifest.ts";
import { Run } from "./run.ts";

const State = z.object({ run: Run });

export interface ExtractPostsPorts {
  readonly store: ObjectStore;
  readonly source: PostSource;
  readonly clock: Clock;
  readonly progress: Progress;
}

export interface Extracted {
  readonly cursor: Json;
  readonly done: boolean;
  readonly resumeAt: string | null;
  /** Or posts, where the source counts those. */
  readonly records: number;
  readonly pages: number;
}

const MEGABYTE = 1_000_000;

type ReadBytes = NonNullable<PageEvent["read"]>;

/** The time that writing one page and the progress may take: with less left, the next slice goes on. */
const PAGE_MILLISECONDS = 30_000;

/**
 * Stores what the source gives, page by page and before anything is understood of it, until the source ends,
 * asks to wait, or the time is up. A page and what is known of it are stored before the next one is asked
 * for, so whatever happens between two lines, at most one page is asked for again. A run whose manifest is
 * complete asks the source for nothing. Throws InvalidInput, SourceUnavailable, SourceRejected, and
 * AnalysisFailed where the pages cannot be packed.
 */
export async function extractPosts(state: unknown, ports: ExtractPostsPorts): Promise<Extracted> {
  const { run } = State.parse(state);
  const { store, clock } = ports;
  // What X named once must not come back, whatever the source is.
  const source = withoutRemoved(ports.source, store);
  const stored = await findStoredPages(store, run, source);
  if (stored?.finished === true) return await finish(store, stored.manifest);

  let soFar = stored?.progress ?? (await begin(run, source));
  let coverage: Coverage | undefined;
  for await (const event of source.pages(run, soFar.cursor)) {
    if (event.kind === "end") {
      coverage = event.coverage;
      break;
    }
    if (event.kind === "wait") {
      soFar = { ...soFar, cursor: event.cursor };
      await store.write(rawProgressKey(run.runId), encodeJson(soFar));
      return slice(soFar, event.resumeAt);
    }
    const key = rawPageKey(run.runId, rawPageName(event.station, event.name));
    const stored = await writeFile(store, key, event.records, event.body);
    const file = { ...stored, unpacked: unpackedBytes(event.body) };
    soFar = {
      ...soFar,
      records: soFar.records + event.records,
      ...(event.posts === undefined ? {} : { posts: (soFar.posts ?? 0) + event.posts }),
      files: [...soFar.files, file],
      cursor: event.cursor,
    };
    await store.write(rawProgressKey(run.runId), encodeJson(soFar));
    showProgress(ports.progress, soFar, event.read);
    if (clock.remaining() < PAGE_MILLISECONDS) return slice(soFar, null);
  }
  const { cursor: _, ...pages } = soFar;
  const manifest: RawManifest = { ...pages, ...(coverage === undefined ? {} : { coverage }) };
  await store.write(rawManifestKey(run.runId), encodeJson(manifest));
  return await finish(store, manifest);
}

function showProgress(progress: Progress, soFar: RawManifest, read: ReadBytes | undefined): void {
  if (soFar.posts !== undefined) progress(soFar.posts, null, "posts");
  else if (read === undefined) progress(soFar.records, null, "records");
  else progress(Math.round(read.bytes / MEGABYTE), Math.round(read.of / MEGABYTE), "MB");
}

type StoredPages =
  | { readonly finished: true; readonly manifest: RawManifest }
  | { readonly finished: false; readonly progress: RawProgress };

/** What a run has stored already. Throws InvalidInput where the id stands for other posts than these. */
export async function findStoredPages(
  store: ObjectStore,
  run: Run,
  source: PostSource,
): Promise<StoredPages | undefined> {
  const { runId } = run;
  const manifest = await readJson(store, rawManifestKey(runId), RawManifest);
  const progress =
    manifest === undefined ? await readJson(store, rawProgressKey(runId), RawProgress) : undefined;
  const stored = manifest ?? progress;
  if (stored !== undefined && stored.fingerprint !== (await source.fingerprint()))
    throw new InvalidInput(
      `Run ${runId} already holds other posts: it was made from ${stored.source}, and this is ${source.name}.`,
      { hint: "Start a new run: omit --run, or give another id." },
    );
  const wanted = Selection.parse(run);
  if (stored !== undefined && JSON.stringify(stored.selection) !== JSON.stringify(wanted))
    throw new InvalidInput(
      `Run ${runId} asked for ${JSON.stringify(stored.selection)}, and now it asks for ${JSON.stringify(wanted)}.`,
      { hint: "Ask for the same stations and the same window, or start a new run with another id." },
    );
  if (manifest !== undefined) return { finished: true, manifest };
  return progress && { finished: false, progress };
}

const begin = async (run: Run, source: PostSource): Promise<RawProgress> => ({
  runId: run.runId,
  source: source.name,
  fingerprint: await source.fingerprint(),
  selection: Selection.parse(run),
  records: 0,
  files: [],
  cursor: null,
});

/** The progress goes after the manifest is there, also where a killed run left it behind. */
async function finish(store: ObjectStore, manifest: RawManifest): Promise<Extracted> {
  await store.remove([rawProgressKey(manifest.runId)]);
  return {
    cursor: null,
    done: true,
    resumeAt: null,
    records: manifest.posts ?? manifest.records,
    pages: manifest.files.length,
  };
}

const slice = (soFar: RawProgress, resumeAt: string | null): Extracted => ({
  cursor: soFar.cursor,
  done: false,
  resumeAt,
  records: soFar.posts ?? soFar.records,
  pages: soFar.files.length,
});
