import { randomUUID } from "node:crypto";
import type { Dirent } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { compareUtf8 } from "../../../analysis/order.ts";
import { InvalidInput } from "../../errors.ts";
import type { ConditionalStore, TaggedObject } from "../../ports.ts";
import { sha256 } from "../../runs/manifest.ts";
import { errorCode, folderError } from "../system-error.ts";
import { type Patience, withFileLock } from "./file-lock.ts";
import { makeFolder } from "./make-folder.ts";
import { requireKey, requirePrefix, TEMPORARY_FOLDER } from "./object-key.ts";
import { ownedName, removeAbandoned } from "./owned-entries.ts";

/** One conditional write at a time. */
const LOCK = "write.lock";
/** Work under the lock takes milliseconds. */
const PATIENCE: Patience = {
  patienceMs: 60_000,
  tooLong: (seconds) =>
    new InvalidInput(`Another process has kept the lock of the folder of objects for ${seconds} s.`, {
      hint: "End the process that uses the same --home, and start this one again.",
    }),
};

const DAY = 24 * 60 * 60 * 1000;

/**
 * An object store in `folder`, which comes into being with the first object: a key is the path of its
 * file. Several processes may use one folder at a time. Unlike S3 it cannot hold both `a` and `a/b`.
 * Throws TypeError for a key of requireKey's faults, InvalidInput for a folder that cannot be used.
 */
export function folderStore(folder: string): ConditionalStore {
  const root = resolve(folder);
  const pathOf = (key: string): string => {
    requireKey(key);
    return join(root, ...key.split("/"));
  };
  return {
    async read(key) {
      const path = pathOf(key);
      return attempt("read", path, () => readObject(path));
    },
    async readTagged(key) {
      const path = pathOf(key);
      return attempt("read", path, () => readTagged(path));
    },
    async writeIf(key, body, etag) {
      const path = pathOf(key);
      const temporary = join(root, TEMPORARY_FOLDER);
      return attempt("write", path, async () => {
        await makeFolder(temporary);
        return await withFileLock(join(temporary, LOCK), PATIENCE, async () => {
          const present = await readTagged(path);
          if ((present?.etag ?? null) !== etag) return null;
          await writeAtomically(path, body, temporary);
          return sha256(body);
        });
      });
    },
    async write(key, body) {
      const path = pathOf(key);
      await attempt("write", path, async () => {
        if (!(await holds(path, body))) await writeAtomically(path, body, join(root, TEMPORARY_FOLDER));
      });
    },
    async list(prefix) {
      requirePrefix(prefix);
      const keys = await attempt("list", root, () => keysUnder(root, "", prefix));
      return keys.sort(compareUtf8);
    },
    async remove(keys) {
      // All are checked before the first one goes.
      for (const path of keys.map(pathOf)) await attempt("remove", path, () => removeObject(root, path));
    },
  };
}

/**
 * Removes what killed processes were writing into the store at `root`. It hinders nothing, it only takes
 * space; what a living process writes stays, unless it is older than a day.
 */
export async function clearTemporary(root: string, now: Date): Promise<void> {
  const folder = join(root, TEMPORARY_FOLDER);
  await attempt("remove", folder, () => removeAbandoned(folder, new Date(now.getTime() - DAY)));
}

async function attempt<Result>(
  action: Parameters<typeof folderError>[0],
  path: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw folderError(action, path, error);
  }
}

/** Codes that say there is no such object: a folder is none, nor is anything below a file. */
const ABSENT = ["ENOENT", "ENOTDIR", "EISDIR"];

async function readObject(path: string): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFile(path);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if (ABSENT.includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}

/** The bytes are their own tag: an object that came back to what it was is the same object. */
async function readTagged(path: string): Promise<TaggedObject | undefined> {
  const body = await readObject(path);
  return body && { body, etag: sha256(body) };
}

async function holds(path: string, body: Uint8Array): Promise<boolean> {
  try {
    if ((await stat(path)).size !== body.length) return false;
  } catch (error) {
    if (ABSENT.includes(errorCode(error) ?? "")) return false;
    throw error;
  }
  const present = await readObject(path);
  return present !== undefined && Buffer.compare(present, body) === 0;
}

/** Walks only where a key with the prefix can lie. Only files are objects: no links, no sockets. */
async function keysUnder(root: string, folder: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for (const entry of await entriesOf(join(root, folder))) {
    const key = `${folder}${entry.name}`;
    if (key === TEMPORARY_FOLDER) continue;
    if (entry.isFile() && key.startsWith(prefix)) keys.push(key);
    const below = `${key}/`;
    if (entry.isDirectory() && (below.startsWith(prefix) || prefix.startsWith(below))) {
      keys.push(...(await keysUnder(root, below, prefix)));
    }
  }
  return keys;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Folders that nothing is left in go too: S3 has no empty ones. */
async function removeObject(root: string, path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (ABSENT.includes(errorCode(error) ?? "")) return;
    throw error;
  }
  for (let folder = dirname(path); folder !== root; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (["ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) return;
      if (errorCode(error) !== "ENOENT") throw error;
    }
  }
}

/**
 * Replaces the file at `path` at once, and makes its folder where there is none. The bytes reach the disk in
 * the folder `temporary` first (on the same file system), so that the rename can only show the whole of them;
 * after the promise has resolved they survive a loss of power.
 */
async function writeAtomically(path: string, body: Uint8Array, temporary: string): Promise<void> {
  await mkdir(temporary, { recursive: true });
  const unfinished = join(temporary, ownedName(randomUUID()));
  try {
    const file = await open(unfinished, "wx");
    try {
      await file.writeFile(body);
      await file.sync();
    } finally {
      await file.close();
    }
    await move(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** How often a folder may vanish between its making and the rename, before that is taken for a fault. */
const ATTEMPTS = 100;

/** What mkdir and rename say when somebody removes the folder, with its last file, at the same time. */
const VANISHED = ["ENOENT", "EEXIST", "ENOTDIR"];

async function move(from: string, to: string, attempts = ATTEMPTS): Promise<void> {
  const folder = dirname(to);
  try {
    const firstMade = await mkdir(folder, { recursive: true });
    await rename(from, to);
    // A new folder is an entry of its parent, which must reach the disk as well.
    await syncFolders(folder, firstMade === undefined ? folder : dirname(firstMade));
  } catch (error) {
    if (!VANISHED.includes(errorCode(error) ?? "") || attempts === 0 || !(await exists(from))) throw error;
    await move(from, to, attempts - 1);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** From `folder` up to `top`, which is the folder itself or one above it. */
async function syncFolders(folder: string, top: string): Promise<void> {
  try {
    await using opened = await open(folder);
    await opened.sync();
  } catch (error) {
    // Removed since, and its files with it.
    if (errorCode(error) !== "ENOENT") throw error;
  }
  if (folder !== top) await syncFolders(dirname(folder), top);
}
