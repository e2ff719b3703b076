import { spawn } from "node:child_process";
import { once } from "node:events";
import { open } from "node:fs/promises";
import type { Program } from "./commands.ts";

export interface Invocation {
  readonly program: Program;
  readonly args: readonly string[];
  /** The working folder, which must exist. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The files that take the output. */
  readonly stdout: string;
  readonly stderr: string;
  /** Kills the program and everything that it has started. */
  readonly abort: AbortSignal;
}

/** How a program ended: one of the two is null. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * The program leads its own process group, in which a guard waits until our side of a pipe is closed. That happens when
 * this process dies, even by SIGKILL; then the guard kills the group, because a job that continued to write would disturb
 * the next start of the same run. Because of the double subshell the guard is not a child of the program.
 */
const GUARDED = '( ( read -r _ <&3; kill -9 -$$ ) & ); exec 3<&-; exec "$@"';

/** Runs a program to its end, and then kills everything that is left of its process group. */
export async function runProgram(invocation: Invocation): Promise<ProgramEnd> {
  const { program, args, folder, environment, abort } = invocation;
  await using stdout = await open(invocation.stdout, "w");
  await using stderr = await open(invocation.stderr, "w");
  if (abort.aborted) return { code: null, signal: "SIGKILL" };
  const child = spawn("/bin/sh", ["-c", GUARDED, "sh", ...program, ...args], {
    cwd: folder,
    env: environment,
    detached: true,
    stdio: ["ignore", stdout.fd, stderr.fd, "pipe"],
  });
  const kill = () => killGroup(child.pid);
  abort.addEventListener("abort", kill);
  try {
    const [code, signal] = await once(child, "exit");
    return { code, signal };
  } finally {
    abort.removeEventListener("abort", kill);
    kill();
  }
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return;
    throw error;
  }
}
