import { Worker } from "node:worker_threads";

/** What the watching thread runs: it alone goes on where a row keeps the main thread busy. */
const WATCH = `
const { workerData: { begun, patience } } = require("node:worker_threads");
setInterval(() => {
  const since = Number(Atomics.load(begun, 0));
  if (since === 0 || Date.now() - since < patience) return;
  require("node:fs").writeSync(2, "A row took the worker more than " + patience / 1000 + " s; it is taken for hanging.\\n");
  process.kill(process.pid, "SIGKILL");
}, Math.min(patience, 1000));
`;

export interface Watchdog {
  /** To be called before a row is worked on, and after it. */
  begin(): void;
  end(): void;
}

/**
 * Ends the process, with a sentence on stderr, as soon as one row takes longer than `patience` milliseconds: a query
 * whose worker hangs would wait for ever. Waiting for rows is no hanging. It does not keep the process alive.
 */
export function watchdog(patience: number): Watchdog {
  const begun = new BigInt64Array(new SharedArrayBuffer(8));
  new Worker(WATCH, { eval: true, workerData: { begun, patience } }).unref();
  return {
    begin: () => void Atomics.store(begun, 0, BigInt(Date.now())),
    end: () => void Atomics.store(begun, 0, 0n),
  };
}
