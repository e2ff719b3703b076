import { parentPort } from "node:worker_threads";
import { type SentError, sendError } from "./thread-error.ts";

/** What a thread answers to a task. */
export type Answer<Result> = { readonly result: Result } | { readonly error: SentError };

/** Does this thread's work, one task after the other. */
export function serveThread<Task, Result>(work: (task: Task) => Promise<Result>): void {
  const reply = (answer: Answer<Result>): void => parentPort?.postMessage(answer);
  parentPort?.on("message", async (task: Task) => {
    await work(task).then(
      (result) => reply({ result }),
      (error: unknown) => reply({ error: sendError(error) }),
    );
  });
}
