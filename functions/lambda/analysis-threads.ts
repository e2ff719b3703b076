import { openThreads } from "../adapters/threads/threads.ts";
import type { StepWorkers } from "../neighbourhood/analyse.ts";
import type { AnalysisStep } from "../neighbourhood/analysis-steps.ts";
import type { WorkerOrders } from "./analysis-worker.ts";

/** A thread for each vCPU that the function's memory gives it. The bundle of their code is beside the function's. */
export function analysisThreads(orders: WorkerOrders): StepWorkers {
  const module = new URL("analysis-worker.mjs", import.meta.url);
  const threads = openThreads<AnalysisStep, void>(module, orders);
  return { size: threads.size, perform: threads.ask, close: threads.close };
}
