import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readlink, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** A server as its lock file describes it. */
export interface Postmaster {
  readonly pid: number;
  /** Seconds since 1970: tells two servers with the same pid apart. */
  readonly startedAt: number;
  readonly port: number;
  readonly ready: boolean;
}

const lockFile = (data: string): string => join(data, "postmaster.pid");

/**
 * The lock file's lines: pid, data folder, start time, port, socket folder, address, shared memory, status.
 * https://www.postgresql.org/docs/18/storage-file-layout.html
 * Returns undefined where it is not yet written to the port.
 */
export function parsePostmasterFile(text: string): Postmaster | undefined {
  const [pid, , startedAt, port, , , , status] = text.split("\n");
  if (!isNumber(pid) || !isNumber(startedAt) || !isNumber(port)) return undefined;
  // A server in single-user mode writes its pid with a minus.
  return {
    pid: Math.abs(Number(pid)),
    startedAt: Number(startedAt),
    port: Number(port),
    ready: status?.trim() === "ready",
  };
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^-?\d+$/.test(text);

/** The server that runs on `data`, or may; undefined where surely none does. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readLockFile(data);
  const postmaster = text === undefined ? undefined : parsePostmasterFile(text);
  return postmaster !== undefined && (await mayServe(postmaster.pid, data)) ? postmaster : undefined;
}

/** Whether `postmaster` has gone, and `data` with it is free for another. */
export async function isGone(postmaster: Postmaster, data: string): Promise<boolean> {
  const found = await findPostmaster(data);
  return found?.pid !== postmaster.pid || found.startedAt !== postmaster.startedAt;
}

/**
 * Removes a lock file whose pid now belongs to another program: PostgreSQL only checks whether the pid is alive, and
 * would refuse to start. Call it only while no other process can start a server here. PostgreSQL still refuses if a
 * process of the old server holds its shared memory, so two servers never use one folder.
 */
export async function removeStaleLockFile(data: string): Promise<void> {
  const text = await readLockFile(data);
  if (text === undefined || (await findPostmaster(data)) !== undefined) return;
  if (parsePostmasterFile(text) === undefined) {
    // Somebody's server may be about to write it; the remnant of a crash stays as it is.
    await sleep(1000);
    if ((await readLockFile(data)) !== text) return;
  }
  await rm(lockFile(data), { force: true });
}

const readLockFile = (data: string): Promise<string | undefined> =>
  readFile(lockFile(data), "utf8").catch(() => undefined);

/** False only where the process surely is no living server on `data`. */
async function mayServe(pid: number, data: string): Promise<boolean> {
  if (!existsSync("/proc/self/stat")) return isPostgres(await describeProcess(pid));
  // `pid (name) state ...`; a killed process stays as a zombie with its pid until its parent waits for it.
  const stat = /\((.*)\) (\S)/s.exec(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));
  if (stat?.[1] !== "postgres" || stat[2] === "Z" || stat[2] === "X") return false;
  // The server works in its data folder. Where the kernel hides that, it may be this one.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => data);
  return folder === data;
}

interface ProcessLine {
  readonly state: string;
  readonly program: string;
}

/** Where there is no /proc, as on macOS. */
async function describeProcess(pid: number): Promise<ProcessLine | undefined> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "state=,comm=", "-p", String(pid)]);
    const [, state, program] = /^\s*(\S+)\s+(.*\S)/.exec(stdout) ?? [];
    return state !== undefined && program !== undefined ? { state, program } : undefined;
  } catch {
    return undefined;
  }
}

const isPostgres = (found: ProcessLine | undefined): boolean =>
  found !== undefined && !found.state.startsWith("Z") && basename(found.program) === "postgres";
