import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

const SQLITE_BUSY = 5;

/** How long to wait for the lock, in milliseconds, and the error that is thrown after that. */
export interface Patience {
  readonly patienceMs: number;
  readonly tooLong: (seconds: number) => Error;
}

/**
 * Runs `work` while no other process runs work under the lock of the same file. Node has no file lock of its own; the
 * one of SQLite's exclusive transaction is the kernel's, so it ends with its process, however that ends. The file
 * stays, empty.
 */
export async function withFileLock<Result>(
  file: string,
  { patienceMs, tooLong }: Patience,
  work: () => Promise<Result>,
): Promise<Result> {
  const deadline = Date.now() + patienceMs;
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    while (!taken(lock)) {
      if (Date.now() > deadline) throw tooLong(Math.round(patienceMs / 1000));
      await sleep(20);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function taken(lock: DatabaseSync): boolean {
  try {
    // No journal on the disk: nothing is ever written, and a full disk must not look like a lock.
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
