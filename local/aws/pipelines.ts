import type { PipelineExecutions } from "./pipeline-executions.ts";

/** An option of `citypulse start`: its flags, as commander has them, and its help. */
export interface StartOption {
  readonly flags: string;
  readonly description: string;
}

/** A pipeline as the commands about a stack know it before they are called: cheap to import. */
export interface StackPipeline {
  readonly name: string;
  /** The options of `citypulse start` that are the pipeline's own. */
  readonly startOptions: readonly StartOption[];
  load(): Promise<PipelineExecutions>;
}

/** The pipeline of `citypulse start` if none is named. */
export const DEFAULT_PIPELINE = "neighbourhood";

export const STACK_PIPELINES: readonly StackPipeline[] = [
  {
    name: "neighbourhood",
    startOptions: [
      {
        flags: "--run <id>",
        description: "the run's id or its scheduled time; the same id again repairs or repeats a run",
      },
      { flags: "--engine <engine>", description: "auto, lambda or emr (default: auto)" },
      {
        flags: "--from <time>",
        description: "only posts from this time on (UTC, such as 2026-11-09T00:00:00Z)",
      },
      { flags: "--to <time>", description: "only posts before this time" },
      {
        flags: "--station <name...>",
        description: "only posts around these stations, named as in the stack's stations file",
      },
    ],
    load: async () => (await import("../neighbourhood/executions.ts")).neighbourhoodExecutions,
  },
  {
    name: "compliance",
    startOptions: [
      { flags: "--check <id>", description: "a check that failed, to finish it (default: a new check)" },
    ],
    load: async () => (await import("../compliance/executions.ts")).complianceExecutions,
  },
];
