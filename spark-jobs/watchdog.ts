import { Worker } from "node:worker_threads";

/** What the watching thread runs: it alone goes on where a row keeps the main thread busy. */
const WATCH = `
const { workerData: { deadline, patience } } = require("node:worker_threads");
setInterval(() => {
  const until = Number(Atomics.load(deadline, 0));
  if (until === 0 || Date.now() < until) return;
  const seconds = Number(Atomics.load(patience, 0)) / 1000;
  require("node:fs").writeSync(2, "A row took the worker more than " + seconds + " s; it is taken for hanging.\\n");
  process.kill(process.pid, "SIGKILL");
}, 250);
`;

export interface Watchdog {
  /** To be called before a row is worked on, with the milliseconds that it may take, and after it. */
  begin(milliseconds: number): void;
  end(): void;
}

/**
 * Ends the process, with a sentence on stderr, as soon as one row takes longer than it may: a query whose worker hangs
 * would wait for ever. Waiting for rows is no hanging. It does not keep the process alive.
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
