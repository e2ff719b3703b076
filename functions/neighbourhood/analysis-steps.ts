import type { Analysis } from "./analysis.ts";
import { mergeBucket } from "./merge-bucket.ts";
import { scoreBatch } from "./score-batch.ts";

/** One piece of an analysis. It writes the same objects however often, and in whichever thread, it is made. */
export interface AnalysisStep {
  readonly kind: "score" | "merge";
  /** The number of the batch that is scored, or of the bucket that is merged. */
  readonly part: number;
  /** The number of raw records that are scored; a bucket that is merged counts for one. */
  readonly size: number;
}

/** In this order; every batch must be scored before the first bucket is merged. */
export const planSteps = ({ batches, buckets }: Analysis): AnalysisStep[] => [
  ...batches.map((pages, part): AnalysisStep => {
    const size = pages.reduce((records, page) => records + page.rows, 0);
    return { kind: "score", part, size };
  }),
  ...Array.from({ length: buckets }, (_, part): AnalysisStep => ({ kind: "merge", part, size: 1 })),
];

export const performStep = (analysis: Analysis, { kind, part }: AnalysisStep): Promise<void> =>
  kind === "score" ? scoreBatch(analysis, part) : mergeBucket(analysis, part);
