import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll } from "vitest";
import { findPostmaster } from "../../local/postgres/postmaster-file.ts";

const LAUNCHER = fileURLToPath(new URL("../../local/citypulse", import.meta.url));

/** PATH as a new user has it, who has no folder of packages on it. */
const SEARCH_PATH = (process.env.PATH ?? "")
  .split(delimiter)
  .filter((part) => !part.includes("node_modules"));

export interface Ended {
  /** As a shell reports it: 128 and the signal's number where one ended the process. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** To the whole process group, as a terminal sends Ctrl-C. */
  signalGroup(name: NodeJS.Signals): void;
}

export interface CallOptions {
  /** What stands on standard input; null leaves it open and silent. */
  readonly input?: string | Uint8Array | null;
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

export interface Citypulse {
  /** A folder of the test file's own, gone after its last test. */
  readonly folder: () => string;
  /** The path of a home that is not there yet, or a copy of another, whose server does not run. */
  newHome(copyOf?: string): string;
  start(args: readonly string[], options?: CallOptions): Running;
  call(args: readonly string[], options?: CallOptions): Promise<Ended>;
  /** A line as typed into a shell, in which `citypulse` is the command. */
  shell(line: string, options?: CallOptions): Promise<Ended>;
}

/** To be called at the top of a test file: the command line as real processes with a clean environment. */
export function citypulse(): Citypulse {
  const running = new Set<Running>();
  let folder = "";
  let homes = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "citypulse-cli-"));
    mkdirSync(join(folder, "homes"));
  });
  afterEach(() => {
    // Only a failed test leaves a process.
    for (const each of running) each.signalGroup("SIGKILL");
  });
  afterAll(async () => {
    for (const home of await readdir(join(folder, "homes"))) {
      const postmaster = await serverOf(join(folder, "homes", home));
      if (postmaster !== undefined) process.kill(postmaster.pid, "SIGQUIT");
    }
    await rm(folder, { recursive: true, maxRetries: 10 });
  });
  const startProgram = (program: readonly [string, ...string[]], options: CallOptions = {}): Running => {
    const started = startProcess(program, { folder, ...options });
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  const start: Citypulse["start"] = (args, options) => startProgram([LAUNCHER, ...args], options);
  return {
    folder: () => folder,
    newHome: (copyOf) => {
      homes += 1;
      const home = join(folder, "homes", String(homes));
      // The server's files keep the owner that they have.
      if (copyOf !== undefined) execFileSync("cp", ["-a", copyOf, home]);
      return home;
    },
    start,
    call: (args, options) => start(args, options).ended,
    shell: (line, options) => startProgram(["sh", "-c", `${COMMAND}; ${line}`], options).ended,
  };
}

export const serverOf = (home: string) => findPostmaster(join(home, "postgres/data"));

const COMMAND = `citypulse() { "${LAUNCHER}" "$@"; }`;

function startProcess([file, ...args]: readonly [string, ...string[]], options: CallOptions): Running {
  const child = spawn(file, args, {
    cwd: options.folder,
    env: { PATH: SEARCH_PATH.join(delimiter), HOME: process.env.HOME, ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  // A program that does not read all of its input closes it.
  child.stdin.on("error", () => {});
  if (options.input !== null) child.stdin.end(options.input ?? "");
  const closed = once(child, "close");
  const ended = async (): Promise<Ended> => {
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code, signal]: unknown[] = await closed;
    return { code: typeof code === "number" ? code : 128 + numberOf(signal), stdout, stderr };
  };
  return {
    process: child,
    ended: ended(),
    signalGroup: (name) => {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(-(child.pid ?? Number.NaN), name);
    },
  };
}

const SIGNAL_NUMBERS = new Map<unknown, number>(Object.entries(constants.signals));
const numberOf = (signal: unknown): number => SIGNAL_NUMBERS.get(signal) ?? Number.NaN;
