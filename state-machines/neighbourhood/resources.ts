import type { EmrSettings } from "../emr/cluster-settings.ts";
import type { FunctionArns, SHARED_FUNCTIONS } from "../functions.ts";

/** The pipeline's own functions. */
export const NEIGHBOURHOOD_FUNCTIONS = [
  "extractPosts",
  "analyse",
  "planCluster",
  "listResults",
  "loadResults",
  "publish",
  "closeRun",
] as const;
export type NeighbourhoodFunction = (typeof NEIGHBOURHOOD_FUNCTIONS)[number];

/** What the machine refers to. On the laptop the names stand for themselves: nothing is called by them. */
export interface NeighbourhoodResources {
  readonly functions: FunctionArns<NeighbourhoodFunction | (typeof SHARED_FUNCTIONS)[number]>;
  /** The ARN of the SNS topic that hears of every failure. */
  readonly failureTopic: string;
  /** The name of the bucket that is the object store. */
  readonly dataBucket: string;
  readonly emr: EmrSettings;
  /** From so many records on, the engine `auto` takes EMR: emrFrom in functions/neighbourhood/engine-estimate.ts says it. */
  readonly emrFrom: number;
  /** After this the execution is ended, whatever it does; 24 hours by default. */
  readonly executionTimeoutSeconds?: number;
}
