import { openThreads } from "../../functions/adapters/threads/threads.ts";
import type { StepWorkers } from "../../functions/neighbourhood/analyse.ts";
import type { AnalysisStep } from "../../functions/neighbourhood/analysis-steps.ts";
import type { WorkerOrders } from "./analysis-worker.ts";

/** Threads that make steps of an analysis, each with the object store in `orders.folder` open. */
export function analysisWorkers(orders: WorkerOrders): StepWorkers {
  const threads = openThreads<AnalysisStep, void>(new URL("./analysis-worker.ts", import.meta.url), orders);
  return { size: threads.size, perform: threads.ask, close: threads.close };
}
