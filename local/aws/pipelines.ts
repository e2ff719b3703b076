import { complianceStart } from "../compliance/start.ts";
import { neighbourhoodStart } from "../neighbourhood/start.ts";
import type { PipelineExecutions, PipelineStart } from "./pipeline-executions.ts";

/** A pipeline as the commands about a stack know it before they are called. */
export interface StackPipeline {
  readonly name: string;
  readonly start: PipelineStart;
  executions(): Promise<PipelineExecutions>;
}

/** The pipeline of `citypulse start` if none is named. */
export const DEFAULT_PIPELINE = "neighbourhood";

export const STACK_PIPELINES: readonly StackPipeline[] = [
  {
    name: "neighbourhood",
    start: neighbourhoodStart,
    executions: async () => (await import("../neighbourhood/executions.ts")).neighbourhoodExecutions,
  },
  {
    name: "compliance",
    start: complianceStart,
    executions: async () => (await import("../compliance/executions.ts")).complianceExecutions,
  },
];
