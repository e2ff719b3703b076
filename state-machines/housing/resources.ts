import type { FunctionArns, SHARED_FUNCTIONS } from "../functions.ts";

/** The pipeline's own functions. */
export const HOUSING_FUNCTIONS = ["fetchFiles", "placeSales", "loadSales", "publish", "closeRun"] as const;
export type HousingFunction = (typeof HOUSING_FUNCTIONS)[number];

/** What the machine refers to. On the laptop the names stand for themselves: nothing is called by them. */
export interface HousingResources {
  readonly functions: FunctionArns<HousingFunction | (typeof SHARED_FUNCTIONS)[number]>;
  /** The ARN of the SNS topic that hears of every failure. */
  readonly failureTopic: string;
  /** After this the execution is ended, whatever it does; 12 hours by default. */
  readonly executionTimeoutSeconds?: number;
}
