import { z } from "zod";
import { type FileKind, InputFile } from "./input-files.ts";

/** The run that files are fetched for. */
export interface FetchingRun {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly scheduledTime: string;
}

/** A file that a run needs. */
export interface WantedFile {
  /** As people know it, without a folder. */
  readonly name: string;
  readonly kind: FileKind;
  readonly synthetic: boolean;
  /** Its address or path. */
  readonly source: string;
}

/** Which version of a file it is, in the terms of HTTP: its entity tag and its `Last-Modified`, as the server sent them. */
export const FileVersion = z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() });
export type FileVersion = z.infer<typeof FileVersion>;

/** Whether a tag identifies the bytes. A weak one (`W/"…"`) identifies the meaning only, by RFC 9110, 8.8.1. */
export const isStrong = (etag: string | null): etag is string => etag !== null && !etag.startsWith("W/");

/** Whether two versions have the same bytes, as far as a server says; false if it does not say. */
export function isSameVersion(one: FileVersion, other: FileVersion): boolean {
  if (isStrong(one.etag) && isStrong(other.etag)) return one.etag === other.etag;
  return one.etag === other.etag && one.lastModified === other.lastModified && one.lastModified !== null;
}

/** What became of a file that a run needs. */
export const FetchOutcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("stored"), file: InputFile, version: FileVersion }),
  /** The source has nothing newer than what an earlier run has used. */
  z.object({ kind: z.literal("unchanged"), source: z.string() }),
  /** The source does not have the file, and the run can do without it. */
  z.object({ kind: z.literal("absent"), source: z.string() }),
]);
export type FetchOutcome = z.infer<typeof FetchOutcome>;

/** A checksum of a whole file, in hexadecimal digits. */
export const Checksum = z.object({ algorithm: z.enum(["md5", "sha256"]), value: z.string() });
export type Checksum = z.infer<typeof Checksum>;

/** A file as its source gives it. */
export interface OpenedContent {
  readonly kind: "content";
  readonly version: FileVersion;
  /** The offset of the first byte of `chunks`: where it was asked to continue, or 0. */
  readonly start: number;
  /** Of the whole file; null if the source does not say. */
  readonly size: number | null;
  readonly checksum: Checksum | null;
  /** Throws SourceUnavailable if they end too early. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The answer of a source that is asked for a file. A file that an earlier run has stored is not read again. */
export type Opened = OpenedContent | FetchOutcome;

/** Where to continue with a file: after the bytes that are stored of this version. */
export interface Resume {
  readonly version: FileVersion;
  readonly offset: number;
}

/** What a source says next: the file that the run needs, or that it has them all. */
export type NextFile =
  | { readonly kind: "file"; readonly file: WantedFile }
  /** With what people should know about the files. */
  | { readonly kind: "end"; readonly notes: readonly string[] };

/** Where the files of a run come from. */
export interface FileSource {
  /** The size of all files together; null if the source does not know. */
  readonly bytes: number | null;
  /** The next file, after the files with these outcomes. The same outcomes always lead to the same file. */
  next(run: FetchingRun, outcomes: readonly FetchOutcome[]): Promise<NextFile>;
  /** Opens the file that `next` has named. Throws InvalidInput, SourceUnavailable, SourceRejected. */
  open(
    run: FetchingRun,
    file: WantedFile,
    outcomes: readonly FetchOutcome[],
    resume: Resume | null,
  ): Promise<Opened>;
  /** Notes for later runs what this one has. It is called when the run's manifest is stored, and can be called again. */
  remember(run: FetchingRun, outcomes: readonly FetchOutcome[]): Promise<void>;
  /** Whether these are the files of this source: all of them, or the first ones of a run that was interrupted. */
  accepts(files: readonly InputFile[], extent: "all" | "first"): Promise<boolean>;
}
