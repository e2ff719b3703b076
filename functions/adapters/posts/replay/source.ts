import { basename, resolve } from "node:path";
import { z } from "zod";
import type { PostSelection } from "../../../../analysis/analyse-posts.ts";
import { InvalidInput } from "../../../errors.ts";
import type { ObjectStore } from "../../../ports.ts";
import { rawPageName } from "../../../posts/keys.ts";
import type { Cursor, PageEvent, PostSource } from "../../../posts/post-source.ts";
import { fingerprintFiles, readContent, sizeOfPlain } from "./content.ts";
import { findStart } from "./format.ts";
import { type Packer, packPages, readAhead, type UnpackedPage } from "./pack-pages.ts";
import { LIMITS, type Limits, pageBuilder } from "./page-builder.ts";
import { folderInStore, folderOnDisk, type PostFile, type PostFolder } from "./post-files.ts";
import { lineScanner, type Position, type ScannedRecord, valueScanner } from "./record-scanner.ts";

export interface ReplayOptions {
  /** What people call it, where the file's own name says nothing (`standard input`). */
  readonly name?: string;
  readonly limits?: Limits;
  /** Packs the pages elsewhere; without it they are packed here. */
  readonly openPacker?: () => Packer;
}

/** Makes no requests, so it does not need to know the run that it reads for. It never waits. */
export interface ReplaySource extends PostSource {
  pages(request: PostSelection, cursor: Cursor | null): AsyncIterable<PageEvent>;
}

/**
 * Posts from a user's own file, or from the files in a folder: lines of posts or pages of the X API v2, one
 * JSON document of them, an X archive; compressed by gzip or not. format.ts recognises the format of a file, and
 * post-files.ts selects the files of a folder.
 *
 * A replay returns all its posts: the reader of the pages applies the request's window and stations.
 * Pages are filled across files, they depend on the content alone, and reading on from a page's cursor gives
 * the pages that would have followed. A blank file is passed over. Nothing is read before `fingerprint` or
 * `pages` is called; both throw InvalidInput where a file cannot be read, and `pages` where all are blank.
 */
export function replaySource(path: string, options: ReplayOptions = {}): ReplaySource {
  return replay(folderOnDisk(path), basename(resolve(path)), options);
}

/** The same of the objects under a prefix of a store, as folderInStore chooses them. */
export function replayStored(store: ObjectStore, prefix: string, options: ReplayOptions = {}): ReplaySource {
  return replay(folderInStore(store, prefix), prefix, options);
}

function replay(folder: PostFolder, name: string, options: ReplayOptions): ReplaySource {
  const limits = options.limits ?? LIMITS;
  let fingerprint: Promise<string> | undefined;
  return {
    name: options.name ?? name,
    fingerprint: () => {
      // It reads every byte, and a run asks for it several times.
      fingerprint ??= fingerprintFiles(folder);
      return fingerprint;
    },
    // Unlike a source that is paid by the page, files may be read before the last page is stored.
    pages: (_request, cursor) => readAhead(packPages(readPages(folder, limits, cursor), options.openPacker)),
  };
}

/** Where a replay goes on. The offset counts bytes of the file's unpacked content. */
const ReplayCursor = z.strictObject({
  /** The number of the next page. */
  page: z.number().int().nonnegative(),
  /** The file's place in the order of the files. */
  file: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
  line: z.number().int().positive(),
  format: z.enum(["lines", "values", "list"]),
});
type ReplayCursor = z.infer<typeof ReplayCursor>;

async function* readPages(
  folder: PostFolder,
  limits: Limits,
  cursor: Cursor | null,
): AsyncGenerator<UnpackedPage, void> {
  const files = await folder.find();
  // A ZodError for what is no cursor of a replay: then the run's state is damaged, not the input.
  const from = cursor === null ? null : ReplayCursor.parse(cursor);
  if (from !== null && from.file >= files.length) throw changed(folder.path);
  const sizes = await sizesOf(folder, files);
  const builder = pageBuilder(limits);
  let number = from?.page ?? 0;
  let last: ReplayCursor | null = null;
  let isBlank = from === null;

  function page(next: ReplayCursor): UnpackedPage {
    const place = { station: "replay", name: String(number++).padStart(5, "0") };
    const raw = { name: rawPageName(place.station, place.name), ...builder.take() };
    return {
      kind: "page",
      ...place,
      raw,
      records: raw.ends.length,
      cursor: { ...next },
      ...(sizes === null ? {} : { read: { bytes: readBytes(sizes, next), of: readBytes(sizes) } }),
    };
  }

  for (const [index, file] of files.entries()) {
    if (from !== null && index < from.file) continue;
    const start = from !== null && index === from.file ? from : await findStart(folder, file);
    if (start === null) continue;
    isBlank = false;
    for await (const records of scan(folder, file, start, limits.bytesInRecord))
      for (const record of records) {
        builder.add(file.name, record);
        last = { file: index, page: number + 1, ...record.next };
        if (!builder.isFull()) continue;
        yield page(last);
        last = null;
      }
  }
  if (isBlank) throw blank(folder.path);
  if (last !== null) yield page(last);
}

/** Null where one of them is packed: where its posts stand says nothing of how much is left of it. */
async function sizesOf(folder: PostFolder, files: readonly PostFile[]): Promise<number[] | null> {
  const sizes: number[] = [];
  for (const file of files) {
    const size = await sizeOfPlain(folder, file);
    if (size === null) return null;
    sizes.push(size);
  }
  return sizes;
}

/** The bytes before a place in the files; all of them where there is no place. */
const readBytes = (sizes: readonly number[], to: ReplayCursor | null = null): number =>
  sizes.slice(0, to?.file).reduce((sum, size) => sum + size, to?.offset ?? 0);

async function* scan(
  folder: PostFolder,
  file: PostFile,
  start: Position,
  bytesInRecord: number,
): AsyncGenerator<ScannedRecord[], void> {
  const scanner =
    start.format === "lines" ? lineScanner(start, bytesInRecord) : valueScanner(start, bytesInRecord);
  for await (const chunk of readContent(folder, file, start.offset)) yield scanner.push(chunk);
  yield scanner.end();
}

const blank = (path: string): InvalidInput =>
  new InvalidInput(`There are no posts in ${path}: it is empty.`, {
    hint: "Check what should have written it; `npm start` without --posts runs on the bundled sample.",
  });

const changed = (path: string): InvalidInput =>
  new InvalidInput(`The files in ${path} are no longer those the run began with.`, {
    hint: "Put them back, or start a new run (another --run).",
  });
