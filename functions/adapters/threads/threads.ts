import { availableParallelism } from "node:os";
import { type ResourceLimits, type Transferable, Worker } from "node:worker_threads";
import { AnalysisFailed } from "../../errors.ts";
import { errorCode } from "../system-error.ts";
import type { Answer } from "./serve-thread.ts";
import { rebuildError } from "./thread-error.ts";

/** Threads that all do the same kind of work; a task that finds none idle waits for its turn. */
export interface Threads<Task, Result> {
  readonly size: number;
  /**
   * What `memory` lists is given away with the task, which spares copying it. Throws what the work threw, and
   * AnalysisFailed where the thread ended instead.
   */
  ask(task: Task, memory?: readonly Transferable[]): Promise<Result>;
  close(): Promise<void>;
}

/**
 * What a thread may take. A task needs some 200 MB where it is largest. Without limits V8 collects its garbage the
 * later the more memory the machine has: a thread then takes twice as much and is hardly faster.
 */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 32 };

/**
 * As many threads as the machine has processors, each running `module`, which calls serveThread. The work of a
 * thread that has ended fails, and nothing waits for it.
 */
export function openThreads<Task, Result>(module: URL, workerData: unknown): Threads<Task, Result> {
  const threads = Array.from({ length: availableParallelism() }, () =>
    startThread<Task, Result>(new Worker(module, { workerData, resourceLimits: LIMITS })),
  );
  const idle = [...threads];
  const waiting: ((thread: Thread<Task, Result>) => void)[] = [];
  const take = async (): Promise<Thread<Task, Result>> =>
    idle.pop() ?? (await new Promise((resolve) => waiting.push(resolve)));
  const giveBack = (thread: Thread<Task, Result>): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(thread);
    else next(thread);
  };
  return {
    size: threads.length,
    async ask(task, memory = []) {
      const thread = await take();
      return await thread.ask(task, memory).finally(() => giveBack(thread));
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

interface Thread<Task, Result> {
  /** One task at a time. */
  ask(task: Task, memory: readonly Transferable[]): Promise<Result>;
  end(): Promise<unknown>;
}

/** Listens as long as the thread lives: an error without a listener would end the process. */
function startThread<Task, Result>(worker: Worker): Thread<Task, Result> {
  let task: PromiseWithResolvers<Result> | undefined;
  let failure: AnalysisFailed | undefined;
  const ended = (cause: unknown): void => {
    failure ??= threadEnded(cause);
    task?.reject(failure);
  };
  worker.on("error", ended).on("exit", ended);
  worker.on("message", (answer: Answer<Result>) => {
    if ("error" in answer) task?.reject(rebuildError(answer.error));
    else task?.resolve(answer.result);
  });
  return {
    async ask(asked, memory) {
      if (failure !== undefined) throw failure;
      task = Promise.withResolvers();
      worker.postMessage(asked, memory);
      return await task.promise;
    },
    end: () => worker.terminate(),
  };
}

/** @param cause the thread's error, or its exit code. */
function threadEnded(cause: unknown): AnalysisFailed {
  const reason = cause instanceof Error ? `: ${cause.message}` : "";
  return new AnalysisFailed(`A thread ended before its work was done${reason}.`, {
    hint:
      errorCode(cause) === "ERR_WORKER_OUT_OF_MEMORY"
        ? "It may take no more memory than this; split the posts and run them one part after the other."
        : "Start the run again with the same id.",
    cause,
  });
}
