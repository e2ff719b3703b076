import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../system-error.ts";

/**
 * Makes the folder and those above it; returns whether it was not there before. As `mkdir` with `recursive`,
 * which never ends where the system answers ENOENT below a folder that exists, as it does under /proc.
 */
export async function makeFolder(path: string): Promise<boolean> {
  try {
    return await make(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" || dirname(path) === path) throw error;
  }
  await makeFolder(dirname(path));
  return await make(path);
}

async function make(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST" && (await stat(path)).isDirectory()) return false;
    throw error;
  }
}
