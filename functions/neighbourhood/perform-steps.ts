import { type ConcurrentWork, withConcurrency } from "../concurrency.ts";
import type { Progress } from "../ports.ts";
import type { AnalysisStep } from "./analysis-steps.ts";

const UNITS = { score: "records", merge: "buckets" } as const;

/**
 * Makes the steps from number `from` on, as long as there is time: all of one kind before the first of the
 * next, since a bucket is merged from what every batch scored. Returns the number of the first step that is
 * not made.
 */
export async function performSteps(
  steps: readonly AnalysisStep[],
  from: number,
  concurrent: ConcurrentWork<AnalysisStep>,
  progress: Progress,
): Promise<number> {
  let next = from;
  for (const kind of ["score", "merge"] as const) {
    const end = steps.findLastIndex((step) => step.kind === kind) + 1;
    const total = sizeOf(steps.filter((step) => step.kind === kind));
    const left = steps.slice(next, end);
    let done = total - sizeOf(left);
    next += await withConcurrency(left, {
      ...concurrent,
      work: async (step) => {
        await concurrent.work(step);
        done += step.size;
        progress(done, total, UNITS[kind]);
      },
    });
    if (next < end) return next;
  }
  return next;
}

const sizeOf = (steps: readonly AnalysisStep[]): number =>
  steps.reduce((total, step) => total + step.size, 0);
