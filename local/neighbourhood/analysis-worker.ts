import { workerData } from "node:worker_threads";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { serveThread } from "../../functions/adapters/threads/serve-thread.ts";
import { openAnalysis } from "../../functions/neighbourhood/analysis.ts";
import { type AnalysisStep, performStep } from "../../functions/neighbourhood/analysis-steps.ts";
import type { Run } from "../../functions/neighbourhood/run.ts";

/** What a thread of the analysis is started with. */
export interface WorkerOrders {
  readonly run: Run;
  /** The folder of the object store. */
  readonly folder: string;
  readonly codeVersion: string;
  readonly bytesInBucket?: number | undefined;
}

const orders: WorkerOrders = workerData;
const analysis = openAnalysis(orders.run, { ...orders, store: folderStore(orders.folder) });
// A failure is the answer to each task; before the first one nobody listens, which is no crash.
analysis.catch(() => {});

serveThread(async (step: AnalysisStep) => performStep(await analysis, step));
