import { z } from "zod";
import { openThreads } from "../../adapters/threads/threads.ts";
import { analyse, type StepWorkers } from "../../neighbourhood/analyse.ts";
import type { AnalysisStep } from "../../neighbourhood/analysis-steps.ts";
import type { WorkerOrders } from "../analysis-worker.ts";
import { OF_CODE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent } from "../parts.ts";

export const Environment = z.object({ ...OF_CODE.shape, ...OF_STORE.shape });

export const handler = lambdaHandler(async (event, clock) => {
  const { CODE_VERSION: codeVersion, DATA_BUCKET: bucket } = readEnvironment(Environment);
  return await analyse(event, {
    store: bucketStore(bucket),
    clock,
    codeVersion,
    progress: silent,
    openWorkers: (run) => openWorkers({ run, bucket, codeVersion }),
  });
});

/** A thread for each vCPU that the function's memory gives it; the bundle of their code lies beside this one's. */
function openWorkers(orders: WorkerOrders): StepWorkers {
  const module = new URL("analysis-worker.mjs", import.meta.url);
  const threads = openThreads<AnalysisStep, void>(module, orders);
  return { size: threads.size, perform: threads.ask, close: threads.close };
}
