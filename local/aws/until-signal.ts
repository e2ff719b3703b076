import { type Stopping, stopOnSignal } from "../terminal/signals.ts";

export interface UntilSignal extends Pick<Stopping, "exitCode"> {
  /** Resolves at the first signal. */
  readonly stopped: Promise<"stopped">;
}

/** From here on Ctrl-C, and a service manager's signals, end what waits for them instead of the process. */
export function untilSignal(): UntilSignal {
  const { signal, exitCode } = stopOnSignal(null);
  const stopped = new Promise<"stopped">((resolve) => {
    signal.addEventListener("abort", () => resolve("stopped"), { once: true });
  });
  return { stopped, exitCode };
}
