import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "../system-error.ts";
import { ownedName } from "./owned-entries.ts";

/**
 * Replaces the file at `path` at once, and makes its folder where there is none. The bytes reach the disk in
 * the folder `temporary` first (on the same file system), so that the rename can only show the whole of them;
 * after the promise has resolved they survive a loss of power.
 */
export async function writeAtomically(path: string, body: Uint8Array, temporary: string): Promise<void> {
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
