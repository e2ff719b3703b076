/** Where each function of the pipeline begins, by the end of its name in AWS. */
export const ENTRIES = {
  "prepare-database": "functions/lambda/runs/prepare-database.ts",
  "extract-posts": "functions/lambda/neighbourhood/extract-posts.ts",
  analyse: "functions/lambda/neighbourhood/analyse.ts",
  "plan-cluster": "functions/lambda/neighbourhood/plan-cluster.ts",
  "list-results": "functions/lambda/neighbourhood/list-results.ts",
  "load-results": "functions/lambda/neighbourhood/load-results.ts",
  publish: "functions/lambda/neighbourhood/publish.ts",
  "close-run": "functions/lambda/neighbourhood/close-run.ts",
  "record-failure": "functions/lambda/runs/record-failure.ts",
  "run-records": "functions/lambda/runs/run-records.ts",
  "clean-up": "functions/lambda/runs/clean-up.ts",
} as const;
export type FunctionName = keyof typeof ENTRIES;

/** Where the threads of a function begin; their code lies beside the function's. */
export const THREADS = { "analysis-worker": "functions/lambda/analysis-worker.ts" } as const;

/** The types of the modules alone: loading them would load what they bring along. */
export interface Modules {
  "prepare-database": typeof import("../../functions/lambda/runs/prepare-database.ts");
  "extract-posts": typeof import("../../functions/lambda/neighbourhood/extract-posts.ts");
  analyse: typeof import("../../functions/lambda/neighbourhood/analyse.ts");
  "plan-cluster": typeof import("../../functions/lambda/neighbourhood/plan-cluster.ts");
  "list-results": typeof import("../../functions/lambda/neighbourhood/list-results.ts");
  "load-results": typeof import("../../functions/lambda/neighbourhood/load-results.ts");
  publish: typeof import("../../functions/lambda/neighbourhood/publish.ts");
  "close-run": typeof import("../../functions/lambda/neighbourhood/close-run.ts");
  "record-failure": typeof import("../../functions/lambda/runs/record-failure.ts");
  "run-records": typeof import("../../functions/lambda/runs/run-records.ts");
  "clean-up": typeof import("../../functions/lambda/runs/clean-up.ts");
}
