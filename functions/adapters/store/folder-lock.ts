import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "../system-error.ts";
import { isRunning, ownedName } from "./owned-entries.ts";

const LOCK = "lock";
const PAUSE_MILLISECONDS = 5;
/** Work under the lock takes milliseconds; process ids come again, and a lock of this age is nobody's. */
const OLDEST_MILLISECONDS = 60 * 60 * 1000;

/**
 * Does the work while no other process, and nobody else in this one, does work under the lock of the same folder.
 *
 * The lock is a folder with one file, named after its owner. Renaming such a folder to the lock's name works where
 * the lock is free (not there, or empty) and fails where somebody's file is in it. A killed owner is known by its
 * process id; its file is removed by its own name, so that a lock which somebody else has taken since stays.
 */
export async function withFolderLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(folder, LOCK);
  const owner = ownedName(randomUUID());
  const mine = join(folder, owner);
  await mkdir(mine, { recursive: true });
  try {
    await writeFile(join(mine, owner), "");
    while (!(await take(mine, lock))) {
      await releaseDead(lock);
      await sleep(PAUSE_MILLISECONDS);
    }
  } catch (error) {
    await rm(mine, { recursive: true, force: true });
    throw error;
  }
  try {
    return await work();
  } finally {
    await unlink(join(lock, owner)).catch(unlessAbsent);
    // Whoever takes it in this moment renames over it.
    await rmdir(lock).catch(() => {});
  }
}

async function take(mine: string, lock: string): Promise<boolean> {
  try {
    await rename(mine, lock);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}

async function releaseDead(lock: string): Promise<void> {
  for (const owner of await readdir(lock).catch(() => [])) {
    const path = join(lock, owner);
    const since = await stat(path).catch(() => undefined);
    if (since === undefined) continue;
    const isOld = Date.now() - since.mtimeMs > OLDEST_MILLISECONDS;
    if (isOld || !isRunning(Number.parseInt(owner, 10))) await unlink(path).catch(unlessAbsent);
  }
}

function unlessAbsent(error: unknown): void {
  if (errorCode(error) !== "ENOENT") throw error;
}
