import { z } from "zod";
import { InvalidInput } from "../errors.ts";
import type { Clock, ObjectStore, Progress } from "../ports.ts";
import { encodeJson, readJson } from "../runs/manifest.ts";
import {
  bytesOf,
  type Fetching,
  FetchProgress,
  fetchFile,
  filesOf,
  SLICE_MILLISECONDS,
  save,
} from "./fetch-file.ts";
import type { FetchingRun, FileSource } from "./file-source.ts";
import { InputManifest } from "./input-files.ts";
import { inputManifestKey, inputPrefix, inputProgressKey } from "./keys.ts";

const State = z.object({ run: z.object({ runId: z.string(), scheduledTime: z.string() }) });

export interface FetchFilesPorts {
  readonly store: ObjectStore;
  readonly source: FileSource;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Of a part, at most; smaller in tests. */
  readonly partBytes?: number;
}

/** The numbers are those of the whole run so far. No files: there is nothing new, and nothing to place. */
export interface Fetched {
  /** The bytes that are stored, for people who follow the run; null at the end. The store knows where to continue. */
  readonly cursor: number | null;
  readonly done: boolean;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Stores the files that the source has for the run, part by part, and the manifest last. It stops when the time is up,
 * and the next slice continues; so does a run that is started again after it was killed. A run whose manifest exists
 * reads nothing from the source. Throws InvalidInput if the run's id stands for other files or a file cannot be used,
 * SourceUnavailable, SourceRejected, and AnalysisFailed if what is stored is damaged.
 */
export async function fetchFiles(event: unknown, ports: FetchFilesPorts): Promise<Fetched> {
  const { run } = State.parse(event);
  const { store, source, clock } = ports;
  const manifest = await readJson(store, inputManifestKey(run.runId), InputManifest);
  const stored = await readJson(store, inputProgressKey(run.runId), FetchProgress);
  await refuseOtherFiles(source, run, manifest, stored);
  if (manifest !== undefined) return await finish(run, manifest, stored, ports);

  const { progress: show, ...others } = ports;
  const fetching: Fetching = { ...others, run, show, progress: stored ?? { outcomes: [], partial: null } };
  for (let isFirst = true; ; isFirst = false) {
    const { outcomes, partial } = fetching.progress;
    const next = await source.next(run, outcomes);
    if (next.kind === "end") {
      const whole: InputManifest = { runId: run.runId, files: filesOf(outcomes), notes: [...next.notes] };
      await store.write(inputManifestKey(run.runId), encodeJson(whole));
      return await finish(run, whole, fetching.progress, ports);
    }
    if (!isFirst && clock.remaining() < SLICE_MILLISECONDS) return slice(fetching.progress);
    const outcome = await fetchFile(next.file, partial, fetching);
    if (outcome === null) return slice(fetching.progress);
    await save(fetching, { outcomes: [...outcomes, outcome], partial: null });
  }
}

/** Throws InvalidInput if the run has stored other files than the source's. */
async function refuseOtherFiles(
  source: FileSource,
  { runId }: FetchingRun,
  manifest: InputManifest | undefined,
  progress: FetchProgress | undefined,
): Promise<void> {
  const files = manifest?.files ?? filesOf(progress?.outcomes ?? []);
  if (await source.accepts(files, manifest === undefined ? "first" : "all")) return;
  const names = files.map(({ source }) => source);
  const shown =
    names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  throw new InvalidInput(
    files.length === 0
      ? `Run ${runId} has ended already: it found nothing new to download.`
      : `Run ${runId} already has other files: it was started with ${shown}.`,
    { hint: "Start a new run: omit --run, or give another id." },
  );
}

/** The progress goes after the manifest is there, also if a killed run left it behind; and so do parts of old versions. */
async function finish(
  run: FetchingRun,
  manifest: InputManifest,
  progress: FetchProgress | undefined,
  { store, source }: FetchFilesPorts,
): Promise<Fetched> {
  if (progress !== undefined) {
    await source.remember(run, progress.outcomes);
    const kept = new Set(filesOf(progress.outcomes).flatMap(({ parts }) => parts.map(({ key }) => key)));
    const progressKey = inputProgressKey(run.runId);
    const isLeft = (key: string): boolean =>
      !kept.has(key) && key !== inputManifestKey(run.runId) && key !== progressKey;
    await store.remove((await store.list(inputPrefix(run.runId))).filter(isLeft));
    await store.remove([progressKey]);
  }
  return { cursor: null, done: true, files: manifest.files.length, bytes: bytesOf(manifest.files) };
}

function slice({ outcomes, partial }: FetchProgress): Fetched {
  const files = filesOf(outcomes);
  const bytes = bytesOf(files) + bytesOf(partial?.parts ?? []);
  return { cursor: bytes, done: false, files: files.length, bytes };
}
