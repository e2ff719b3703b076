import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../system-error.ts";

/** The name of a file or folder that only this process uses, and that is not needed after its end. */
export const ownedName = (id: string): string => `${process.pid}-${id}`;

/**
 * Removes from `folder` what processes that are gone have left under names of `ownedName`, and what is older
 * than `before`, whoever owns it (process ids come again). What a living process works on stays.
 */
export async function removeAbandoned(folder: string, before: Date | null): Promise<void> {
  for (const name of await entries(folder)) {
    const path = join(folder, name);
    const owner = /^(\d+)-/.exec(name)?.[1];
    if (owner === undefined) continue;
    if (!isRunning(Number(owner)) || (before !== null && (await isOlder(path, before)))) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function isOlder(path: string, before: Date): Promise<boolean> {
  try {
    return (await stat(path)).mtime < before;
  } catch (error) {
    // Its owner has just finished with it.
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** Whether a process with this id exists, of any user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return errorCode(error) === "EPERM";
  }
}
