import { workerData } from "node:worker_threads";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { serveThread } from "../../functions/adapters/threads/serve-thread.ts";
import { openThreads } from "../../functions/adapters/threads/threads.ts";
import type { StepWorkers } from "../../functions/neighbourhood/analyse.ts";
import { openAnalysis } from "../../functions/neighbourhood/analysis.ts";
import { type AnalysisStep, performStep } from "../../functions/neighbourhood/analysis-steps.ts";
import type { Run } from "../../functions/neighbourhood/run.ts";

/** What a thread of the analysis is started with. */
export interface AnalysisThreads {
  readonly run: Run;
  /** The folder of the object store. */
  readonly folder: string;
  readonly codeVersion: string;
  readonly bytesInBucket?: number | undefined;
}

/** Threads that make steps of an analysis, each with the object store in `orders.folder` open. */
export function analysisThreads(orders: AnalysisThreads): StepWorkers {
  const threads = openThreads<AnalysisStep, void>(new URL(import.meta.url), orders);
  return { size: threads.size, perform: threads.ask, close: threads.close };
}

/** What such a thread runs, which is this file. */
function serve(orders: AnalysisThreads): void {
  const analysis = openAnalysis(orders.run, { ...orders, store: folderStore(orders.folder) });
  // A failure is the answer to each task. Before the first task it is not handled, and must not end the thread.
  analysis.catch(() => {});
  serveThread(async (step: AnalysisStep) => performStep(await analysis, step));
}

if (import.meta.main) serve(workerData);
