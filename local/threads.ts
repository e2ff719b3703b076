import { availableParallelism } from "node:os";
import { type ResourceLimits, Worker } from "node:worker_threads";
import { AnalysisFailed } from "../functions/errors.ts";
import type { Answer } from "./serve-thread.ts";
import { rebuildError } from "./thread-error.ts";

/** Threads that all do the same kind of work; a task that finds none idle waits for its turn. */
export interface Threads<Task, Result> {
  readonly size: number;
  /** Throws what the work threw, and AnalysisFailed where the thread ended instead. */
  ask(task: Task): Promise<Result>;
  close(): Promise<void>;
}

/**
 * What a thread may take. A task needs some 200 MB where it is largest. Without limits V8 collects its garbage the
 * later the more memory the machine has: a thread then takes twice as much and is hardly faster.
 */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 };

/** As many threads as the machine has processors, each running `module`, which calls serveThread. */
export function openThreads<Task, Result>(module: URL, workerData: unknown): Threads<Task, Result> {
  const workers = Array.from(
    { length: availableParallelism() },
    () => new Worker(module, { workerData, resourceLimits: LIMITS }),
  );
  const idle = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const take = (): Worker | Promise<Worker> => idle.pop() ?? new Promise((resolve) => waiting.push(resolve));
  const giveBack = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };
  return {
    size: workers.length,
    async ask(task) {
      const worker = await take();
      const result = await askThread<Task, Result>(worker, task);
      giveBack(worker);
      return result;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function askThread<Task, Result>(worker: Worker, task: Task): Promise<Result> {
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const answered = (answer: Answer<Result>): void =>
    "error" in answer ? reject(rebuildError(answer.error)) : resolve(answer.result);
  const ended = (cause: unknown): void =>
    reject(
      new AnalysisFailed("A thread ended before its work was done, perhaps for want of memory.", { cause }),
    );
  worker.once("message", answered).once("error", ended).once("exit", ended);
  worker.postMessage(task);
  return promise.finally(() => {
    worker.off("message", answered).off("error", ended).off("exit", ended);
  });
}
