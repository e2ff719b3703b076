import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { type PeakMemory, watchMemory } from "./memory.ts";

export interface Measured {
  readonly stdout: string;
  /** Wall-clock time from start to end. */
  readonly seconds: number;
  readonly memory: PeakMemory | null;
}

export interface ProcessOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Shown to the user, or kept and shown only if the program fails. */
  readonly stderr: "shown" | "kept";
}

const LAST_WORDS = 3000;

/**
 * Runs a program to its end. Throws if it fails, with the end of its output. A signal ends the program first. This
 * process then ends by the resulting error, so that temporary files are removed.
 */
export async function measureProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<Measured> {
  const begin = performance.now();
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", options.stderr === "shown" ? "inherit" : "pipe"],
    env: { ...process.env, ...options.environment },
  });
  const forward = () => child.kill("SIGTERM");
  // The terminal sends Ctrl-C to the program as well.
  const leaveToProgram = () => {};
  process.on("SIGTERM", forward).on("SIGINT", leaveToProgram);
  const ended = once(child, "close");
  const stop = child.pid === undefined ? () => null : watchMemory(child.pid, process.platform);
  try {
    const [stdout, stderr] = await Promise.all([
      child.stdout === null ? "" : text(child.stdout),
      child.stderr === null ? "" : text(child.stderr),
      ended,
    ]);
    const seconds = (performance.now() - begin) / 1000;
    if (child.exitCode !== 0) {
      const said = `${stderr}${stdout}`.trim().slice(-LAST_WORDS);
      throw new Error(`${file} ${args.join(" ")} ended with ${child.exitCode ?? child.signalCode}: ${said}`);
    }
    return { stdout, seconds, memory: stop() };
  } finally {
    stop();
    process.off("SIGTERM", forward).off("SIGINT", leaveToProgram);
  }
}
