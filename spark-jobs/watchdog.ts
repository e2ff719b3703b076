import { Worker } from "node:worker_threads";

/** The code of the watching thread. It keeps running while a row blocks the main thread. */
const WATCH = `
const { workerData: { deadline, patience } } = require("node:worker_threads");
setInterval(() => {
  const until = Number(Atomics.load(deadline, 0));
  if (until === 0 || Date.now() < until) return;
  const seconds = Number(Atomics.load(patience, 0)) / 1000;
  require("node:fs").writeSync(2, "A row took the worker more than " + seconds + " s, so it is killed as hanging.\\n");
  process.kill(process.pid, "SIGKILL");
}, 250);
`;

export interface Watchdog {
  /** Call it before each row, with the most milliseconds that the row can take. Call `end` after the row. */
  begin(milliseconds: number): void;
  end(): void;
}

/**
 * Kills the process, with a message on stderr, if one row takes too long. Otherwise a query waits forever for a worker
 * that hangs. The time between rows does not count. The watchdog does not keep the process alive.
 */
export function watchdog(): Watchdog {
  const deadline = new BigInt64Array(new SharedArrayBuffer(8));
  const patience = new BigInt64Array(new SharedArrayBuffer(8));
  new Worker(WATCH, { eval: true, workerData: { deadline, patience } }).unref();
  return {
    begin(milliseconds) {
      Atomics.store(patience, 0, BigInt(milliseconds));
      Atomics.store(deadline, 0, BigInt(Date.now() + milliseconds));
    },
    end: () => void Atomics.store(deadline, 0, 0n),
  };
}
