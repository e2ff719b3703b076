import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

const SQLITE_BUSY = 5;
const PAUSE_MILLISECONDS = 20;

/** How long to wait for the lock, in milliseconds, and the error that is thrown after that. */
export interface Patience {
  readonly patienceMs: number;
  readonly tooLong: (seconds: number) => Error;
}

/**
 * Runs `work` while no other process, and nobody else in this one, runs work under the lock of the same file, whose
 * folder must exist. Node has no file lock of its own; the one of SQLite's exclusive transaction is the kernel's, so it
 * ends with its process, however that ends. The file stays, empty. Throws the system's error (`EACCES`) for a file that
 * cannot be used.
 */
export async function withFileLock<Result>(
  file: string,
  { patienceMs, tooLong }: Patience,
  work: () => Promise<Result>,
): Promise<Result> {
  const deadline = Date.now() + patienceMs;
  const lock = await open(file);
  try {
    while (!taken(lock)) {
      if (Date.now() > deadline) throw tooLong(Math.round(patienceMs / 1000));
      await sleep(PAUSE_MILLISECONDS);
    }
    return await work();
  } finally {
    lock.close();
  }
}

async function open(file: string): Promise<DatabaseSync> {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    // SQLite does not say why. The file itself is not opened here: to close it would end this process's other locks.
    await access(dirname(file), constants.W_OK | constants.X_OK);
    throw error;
  }
}

function taken(lock: DatabaseSync): boolean {
  try {
    // No journal on the disk: nothing is written, and a full disk must not look like a lock.
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
