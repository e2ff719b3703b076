import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends a command that a signal interrupted. It has no message, because the sender of the signal knows. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  readonly exitCode: number;

  constructor(exitCode: number) {
    super("Stopped by a signal.");
    this.exitCode = exitCode;
  }
}

export interface Stopping {
  /** Aborts at the first signal. */
  readonly signal: AbortSignal;
  /** The exit code that a shell expects of a command that a signal ended; null if there was no signal. */
  exitCode(): number | null;
}

/**
 * Turns Ctrl-C, and the signals of a service manager, into an orderly stop. A terminal sends Ctrl-C to every process of
 * the command, and a parent can send it again, so further signals change nothing.
 * @param sentence what people read if stopping takes time.
 */
export function stopOnSignal(sentence: string | null): Stopping {
  const controller = new AbortController();
  let exitCode: number | null = null;
  for (const name of SIGNALS)
    process.on(name, () => {
      if (exitCode === null && sentence !== null && process.stderr.isTTY)
        process.stderr.write(`\n${sentence}\n`);
      exitCode ??= 128 + constants.signals[name];
      controller.abort();
    });
  return { signal: controller.signal, exitCode: () => exitCode };
}

export interface UntilSignal extends Pick<Stopping, "exitCode"> {
  /** Resolves at the first signal. */
  readonly stopped: Promise<"stopped">;
}

/** From now on Ctrl-C, and a service manager's signals, resolve `stopped` instead of ending the process. */
export function untilSignal(): UntilSignal {
  const { signal, exitCode } = stopOnSignal(null);
  const stopped = new Promise<"stopped">((resolve) => {
    signal.addEventListener("abort", () => resolve("stopped"), { once: true });
  });
  return { stopped, exitCode };
}
