import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { RawPage } from "../../../../../analysis/posts/page.ts";
import { LIMITS } from "../../../../../functions/adapters/posts/replay/page-builder.ts";
import { type ReplaySource, replaySource } from "../../../../../functions/adapters/posts/replay/source.ts";
import type { Cursor, PageEvent } from "../../../../../functions/posts/post-source.ts";
import { unpackLines } from "../../../../../functions/posts/raw-pages.ts";

/** Pages so small that a handful of records makes several of them. */
export const SMALL = { ...LIMITS, recordsInLine: 2, recordsInPage: 3 };

export const EVERYTHING = { stations: null, from: null, to: null };

/** A folder with these files, gone after the test. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "citypulse-replay-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A file of that content and name, gone after the test. */
export const fileWith = async (content: string | Uint8Array, name = "posts"): Promise<string> =>
  join(await folderWith({ [name]: content }), name);

export const pagesOf = async (source: ReplaySource, cursor: Cursor | null = null): Promise<PageEvent[]> =>
  await Array.fromAsync(source.pages(EVERYTHING, cursor));

export interface Read {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The records of pages, each with its place. */
export const recordsOf = (pages: readonly PageEvent[]): Read[] =>
  pages.flatMap((page) =>
    unpackLines(page.body).flatMap((line) => {
      const raw: RawPage = JSON.parse(line);
      return raw.records.map((text, index) => ({ file: raw.file, line: raw.line + index, text }));
    }),
  );

/** What is read from a file or folder, in one go. */
export const read = async (path: string): Promise<Read[]> => recordsOf(await pagesOf(replaySource(path)));

/** The same of a file with that content: line and text alone. */
export const readContent = async (content: string | Uint8Array): Promise<(readonly [number, string])[]> =>
  (await read(await fileWith(content))).map(({ line, text }) => [line, text] as const);
