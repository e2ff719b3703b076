import { createReadStream, type Dirent, type Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, posix, resolve } from "node:path";
import { compareUtf8 } from "../../../../analysis/order.ts";
import { InvalidInput } from "../../../errors.ts";
import type { ObjectStore } from "../../../ports.ts";
import { type Explanation, errorCode, explain } from "../../system-error.ts";

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

/** Files of posts, wherever they lie. */
export interface PostFolder {
  /** What people call it; a folder's or a file's path, or a prefix of keys. */
  readonly path: string;
  /** In the order of the UTF-8 bytes of their names. Throws InvalidInput where there are none. */
  find(): Promise<PostFile[]>;
  /** The bytes of a file as they lie, from `from` on, some `chunkBytes` at a time. */
  bytes(file: PostFile, from: number, chunkBytes: number): AsyncIterable<unknown>;
  size(file: PostFile): Promise<number>;
}

/** A file, or the files of a folder, as findPostFiles finds them. */
export const folderOnDisk = (path: string): PostFolder => ({
  path,
  find: () => findPostFiles(path),
  bytes: (file, start, highWaterMark) => createReadStream(file.path, { start, highWaterMark }),
  size: async (file) => (await stat(file.path)).size,
});

/**
 * The objects under a prefix that ends with a slash (or the one object of that key), chosen as the files of a folder
 * are. An object is read whole, and the last one is kept: each must fit into the memory.
 */
export function folderInStore(store: ObjectStore, prefix: string): PostFolder {
  let last: { readonly key: string; readonly body: Uint8Array } | undefined;
  async function read(key: string): Promise<Uint8Array> {
    if (last?.key === key) return last.body;
    last = undefined;
    const body = await store.read(key);
    if (body === undefined)
      throw new InvalidInput(`The object ${key} is gone, which the run was to read posts from.`, {
        hint: "Put it back, or start a new run (another --run).",
      });
    last = { key, body };
    return body;
  }
  return {
    path: prefix,
    async find() {
      const keys = (await store.list(prefix)).filter((key) => key === prefix || prefix.endsWith("/"));
      if (keys[0] === prefix) return [{ path: prefix, name: prefix.slice(prefix.lastIndexOf("/") + 1) }];
      const names = keys.map((key) => key.slice(prefix.length)).filter((name) => !/(^|\/)\./.test(name));
      const chosen = choosePostFiles(names);
      if (chosen.length === 0) throw noPostFiles(prefix);
      return chosen.map((name) => ({ path: `${prefix}${name}`, name }));
    },
    async *bytes({ path }, from, chunkBytes) {
      const { buffer, byteOffset, length } = await read(path);
      for (let start = from; start < length; start += chunkBytes)
        yield Buffer.from(buffer, byteOffset + start, Math.min(chunkBytes, length - start));
    },
    size: async ({ path }) => (await read(path)).length,
  };
}

/**
 * What to throw where posts cannot be read from `path`: what their owner can cause and mend becomes an
 * InvalidInput with the path in it; every other error stays as it is.
 */
export function unreadable(path: string, error: unknown): unknown {
  const code = errorCode(error) ?? "";
  return explain(`read posts from ${path}`, code.startsWith("Z_") ? DAMAGED : EXPLAINED.get(code), error);
}

const DAMAGED = {
  fault: "its gzip is damaged or ends too early",
  hint: "Copy or download the file again; `gzip -t` says whether it is whole.",
};
const MISSING = {
  fault: "there is no such file or folder",
  hint: "Give a file or a folder of posts with --posts, or `-` to read them from standard input.",
};
const PERMISSION = {
  fault: "this user has no permission to",
  hint: "Give this user the right to read it (`chmod u+r`), or copy it to where it can be read.",
};

const EXPLAINED = new Map<string, Explanation>([
  ["ENOENT", MISSING],
  ["ENOTDIR", MISSING],
  ["ELOOP", { fault: "its symbolic links lead in a circle", hint: "Give the file or folder itself." }],
  ["ENAMETOOLONG", MISSING],
  ["EACCES", PERMISSION],
  ["EPERM", PERMISSION],
  ["EIO", { fault: "the disk cannot read it", hint: "Copy it to another disk and try that copy." }],
  ["ERR_INVALID_ARG_VALUE", MISSING],
]);
