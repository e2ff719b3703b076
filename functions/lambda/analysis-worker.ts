import { workerData } from "node:worker_threads";
import { serveThread } from "../adapters/threads/serve-thread.ts";
import { openAnalysis } from "../neighbourhood/analysis.ts";
import { type AnalysisStep, performStep } from "../neighbourhood/analysis-steps.ts";
import type { Run } from "../neighbourhood/run.ts";
import { bucketStore } from "./parts.ts";

/** What a thread of the analysis is started with. */
export interface WorkerOrders {
  readonly run: Run;
  /** The bucket that is the object store. */
  readonly bucket: string;
  readonly codeVersion: string;
}

const { run, bucket, codeVersion }: WorkerOrders = workerData;
const analysis = openAnalysis(run, { store: bucketStore(bucket), codeVersion });
// A failure is the answer to each task. Before the first task there is no listener, which must not crash the process.
analysis.catch(() => {});

serveThread(async (step: AnalysisStep) => performStep(await analysis, step));
