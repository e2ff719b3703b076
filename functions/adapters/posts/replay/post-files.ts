import type { Dirent, Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, posix, resolve } from "node:path";
import { compareUtf8 } from "../../../../analysis/order.ts";
import { InvalidInput } from "../../../errors.ts";
import { unreadable } from "./unreadable.ts";

export interface PostFile {
  readonly path: string;
  /** As its owner knows it: the path within the folder, with `/`; or the file's own name. */
  readonly name: string;
}

const ENDINGS = [".json", ".jsonl", ".ndjson", ".js"];
const ARCHIVE_FOLDERS = ["", "data/"];
const ARCHIVE_FIRST_PART = /^tweets?\.js(?:\.gz)?$/;
const ARCHIVE_PART = /^tweets?(?:-part\d+)?\.js(?:\.gz)?$/;

/**
 * The files of posts at `path`, in the order of the UTF-8 bytes of their names: the file itself, whatever it
 * is called; or those in a folder, and in the folders in it, that end in .json, .jsonl, .ndjson or .js (or
 * these with .gz) and are not hidden. Of an X archive (a folder with `tweets.js`, or `data/tweets.js`) only
 * the parts of that list, since the rest of it is not posts. Symbolic links to folders are not followed: they
 * can lead in circles. Throws InvalidInput where nothing is found.
 */
export async function findPostFiles(path: string): Promise<PostFile[]> {
  const status = await statusOf(path);
  if (status.isFile()) return [{ path, name: basename(resolve(path)) }];
  if (!status.isDirectory()) throw notAFile(path);
  const chosen = choosePostFiles(await list(path, ""));
  if (chosen.length === 0) throw noPostFiles(path);
  return await Promise.all(chosen.map((name) => regularFile(join(path, name), name)));
}

/** Of the names of a folder's files those that count as files of posts, in the order of their UTF-8 bytes. */
export function choosePostFiles(files: readonly string[]): string[] {
  const names = files.toSorted(compareUtf8);
  const archive = ARCHIVE_FOLDERS.find((folder) =>
    names.some((name) => isIn(folder, name, ARCHIVE_FIRST_PART)),
  );
  return names.filter((name) =>
    archive === undefined ? isPostFile(name) : isIn(archive, name, ARCHIVE_PART),
  );
}

export const noPostFiles = (path: string): InvalidInput =>
  new InvalidInput(`There are no files of posts in the folder ${path}.`, {
    hint: `Files ending in ${ENDINGS.join(", ")}, or in these and .gz, are looked for, in the folders in it too.`,
  });

const isIn = (folder: string, name: string, pattern: RegExp): boolean =>
  name.startsWith(folder) && pattern.test(name.slice(folder.length));

function isPostFile(name: string): boolean {
  const unpacked = name.toLowerCase().replace(/\.gz$/, "");
  return ENDINGS.some((ending) => unpacked.endsWith(ending));
}

/** The names of all files in a folder that are not hidden, relative to `root`. */
async function list(root: string, folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await entries(join(root, folder))) {
    const name = posix.join(folder, entry.name);
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) names.push(...(await list(root, name)));
    else names.push(name);
  }
  return names;
}

async function entries(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw unreadable(folder, error);
  }
}

async function regularFile(path: string, name: string): Promise<PostFile> {
  if (!(await statusOf(path)).isFile()) throw notAFile(path);
  return { path, name };
}

async function statusOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

const notAFile = (path: string): InvalidInput =>
  new InvalidInput(`Cannot read posts from ${path}: it is neither a file nor a folder.`, {
    hint: "Give a file or a folder; posts that another program writes can be piped in with `--posts -`.",
  });
