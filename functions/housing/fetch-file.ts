import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { SourceUnavailable } from "../errors.ts";
import type { Clock, ObjectStore, Progress } from "../ports.ts";
import { encodeJson, sha256 } from "../runs/manifest.ts";
import {
  Checksum,
  type FetchingRun,
  FetchOutcome,
  type FileSource,
  FileVersion,
  isSameVersion,
  type OpenedContent,
  type WantedFile,
} from "./file-source.ts";
import { InputFile, PART_BYTES } from "./input-files.ts";
import { inputPartKey, inputProgressKey } from "./keys.ts";

/** A file of which some parts are stored. */
const PartialFile = z.object({
  source: z.string(),
  version: FileVersion,
  size: z.number().int().nullable(),
  checksum: Checksum.nullable(),
  parts: InputFile.shape.parts,
});
type PartialFile = z.infer<typeof PartialFile>;

/** How far a run has come. It is stored after each part. */
export const FetchProgress = z.object({ outcomes: z.array(FetchOutcome), partial: PartialFile.nullable() });
export type FetchProgress = z.infer<typeof FetchProgress>;

/** With less time left, the next slice continues: a part has 32 MiB, and is written as a whole. */
export const SLICE_MILLISECONDS = 60_000;
/** A part that is not complete when so little time is left is read again by the next slice. */
const LAST_MILLISECONDS = 15_000;
/** How often a file that changes while it is read is begun again, before the run waits. */
const MOST_VERSIONS = 3;
const MEGABYTE = 1_000_000;

export const filesOf = (outcomes: readonly FetchOutcome[]): InputFile[] =>
  outcomes.flatMap((outcome) => (outcome.kind === "stored" ? [outcome.file] : []));

export const bytesOf = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

/** One invocation's work on a run. */
export interface Fetching {
  readonly run: FetchingRun;
  /** As it is stored. */
  progress: FetchProgress;
  readonly store: ObjectStore;
  readonly source: FileSource;
  readonly clock: Clock;
  readonly show: Progress;
  readonly partBytes?: number;
}

/** Stores how far the run has come. */
export async function save(fetching: Fetching, progress: FetchProgress): Promise<void> {
  fetching.progress = progress;
  await fetching.store.write(inputProgressKey(fetching.run.runId), encodeJson(progress));
}

/**
 * Stores one file, or the rest of it, in parts. Null if the time is up: the progress has its parts, and the next slice
 * continues after them. A file of which the source has another version by then is begun again.
 */
export async function fetchFile(
  wanted: WantedFile,
  partial: PartialFile | null,
  fetching: Fetching,
): Promise<FetchOutcome | null> {
  const { source, run } = fetching;
  const { outcomes } = fetching.progress;
  let present = partial?.source === wanted.source ? await resumePartial(partial, fetching) : null;
  for (let versions = 0; versions < MOST_VERSIONS; ) {
    if (present !== null && bytesOf(present.file.parts) === present.file.size)
      return await complete(wanted, present, fetching);
    const resume = present && { version: present.file.version, offset: bytesOf(present.file.parts) };
    const opened = await source.open(run, wanted, outcomes, resume);
    if (opened.kind !== "content") return opened;
    const { version, size, checksum } = opened;
    if (present === null || !isSameVersion(version, present.file.version)) {
      versions += 1;
      present = begun({ source: wanted.source, version, size, checksum, parts: [] });
    }
    const before = present.file.parts.length;
    let isEnded: boolean;
    try {
      isEnded = await storeParts(wanted, opened, present, fetching);
    } catch (error) {
      // As long as a connection brings at least one part, the rest follows at once on another one.
      if (error instanceof SourceUnavailable && present.file.parts.length > before) continue;
      throw error;
    }
    return isEnded ? await complete(wanted, present, fetching) : null;
  }
  throw new SourceUnavailable(`${wanted.source} changes while it is read, so no version of it is whole.`, {
    hint: "Start the same run again later: it begins this file again.",
  });
}

/** A file of which parts are stored, and the hashes of those parts. */
interface Present {
  file: PartialFile;
  readonly hash: Hash;
  readonly check: Hash | null;
}

const begun = (file: PartialFile): Present => ({
  file,
  hash: createHash("sha256"),
  check: file.checksum && createHash(file.checksum.algorithm),
});

function include({ hash, check }: Present, body: Uint8Array): void {
  hash.update(body);
  check?.update(body);
}

/** The stored parts, as far as they are undamaged. */
async function resumePartial(partial: PartialFile, { store }: Fetching): Promise<Present> {
  const present = begun({ ...partial, parts: [] });
  for (const part of partial.parts) {
    const body = await store.read(part.key);
    if (body === undefined || sha256(body) !== part.sha256) break;
    include(present, body);
    present.file = { ...present.file, parts: [...present.file.parts, part] };
  }
  return present;
}

/** Stores what comes, from where the stored parts end. Returns whether the file ended; else the time is up. */
async function storeParts(
  wanted: WantedFile,
  { chunks, start }: OpenedContent,
  present: Present,
  fetching: Fetching,
): Promise<boolean> {
  const { clock, partBytes = PART_BYTES } = fetching;
  // A server that cannot continue sends the stored bytes again.
  let skipped = bytesOf(present.file.parts) - start;
  let part = Buffer.alloc(0);
  let filled = 0;
  const room = (): number => {
    const left = (present.file.size ?? Infinity) - bytesOf(present.file.parts);
    return left > 0 ? Math.min(partBytes, left) : partBytes;
  };
  for await (const chunk of chunks) {
    let rest = chunk.subarray(Math.min(skipped, chunk.length));
    skipped -= chunk.length - rest.length;
    while (rest.length > 0) {
      if (filled === 0) part = Buffer.allocUnsafeSlow(room());
      const taken = rest.subarray(0, part.length - filled);
      part.set(taken, filled);
      filled += taken.length;
      rest = rest.subarray(taken.length);
      if (filled < part.length) continue;
      await storePart(wanted, part, present, fetching);
      filled = 0;
      if (clock.remaining() < SLICE_MILLISECONDS) return isWhole(present.file);
    }
    showProgress(fetching, present, filled);
    if (clock.remaining() < LAST_MILLISECONDS) return false;
  }
  if (filled > 0) await storePart(wanted, part.subarray(0, filled), present, fetching);
  return true;
}

const isWhole = ({ parts, size }: PartialFile): boolean => bytesOf(parts) === size;

async function storePart(
  wanted: WantedFile,
  body: Uint8Array,
  present: Present,
  fetching: Fetching,
): Promise<void> {
  const { outcomes } = fetching.progress;
  const { parts } = present.file;
  const key = inputPartKey(fetching.run.runId, outcomes.length, wanted.name, parts.length);
  await fetching.store.write(key, body);
  include(present, body);
  present.file = { ...present.file, parts: [...parts, { key, bytes: body.length, sha256: sha256(body) }] };
  await save(fetching, { outcomes, partial: present.file });
  showProgress(fetching, present, 0);
}

function showProgress({ progress, source, show }: Fetching, { file }: Present, filled: number): void {
  const done = bytesOf(filesOf(progress.outcomes)) + bytesOf(file.parts) + filled;
  show(Math.round(done / MEGABYTE), source.bytes === null ? null : Math.round(source.bytes / MEGABYTE), "MB");
}

/** The file, if all of it is stored. Throws SourceUnavailable if its size or its checksum is another one. */
async function complete(wanted: WantedFile, present: Present, fetching: Fetching): Promise<FetchOutcome> {
  const { version, size, checksum, parts } = present.file;
  const bytes = bytesOf(parts);
  const isDamaged = checksum !== null && present.check?.digest("hex") !== checksum.value;
  if (isDamaged || (size !== null && bytes !== size)) {
    await save(fetching, { ...fetching.progress, partial: null });
    throw new SourceUnavailable(
      isDamaged
        ? `${wanted.source} arrived damaged: its ${checksum.algorithm.toUpperCase()} checksum is another one.`
        : `${wanted.source} arrived with ${bytes} bytes instead of ${size}.`,
      { hint: "Start the same run again: it begins this file again." },
    );
  }
  const { name, kind, synthetic, source } = wanted;
  const file = { name, kind, synthetic, source, bytes, sha256: present.hash.digest("hex"), parts };
  return { kind: "stored", file, version };
}
