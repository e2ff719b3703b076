import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { z } from "zod";
import { COMPLIANCE_FUNCTIONS } from "../state-machines/compliance/resources.ts";
import { SHARED_FOLDER } from "../state-machines/functions.ts";
import { HOUSING_FUNCTIONS } from "../state-machines/housing/resources.ts";
import { NEIGHBOURHOOD_FUNCTIONS } from "../state-machines/neighbourhood/resources.ts";
import { complianceCost } from "./compliance/cost.ts";
import { housingCost } from "./housing/cost.ts";
import { HousingSettings, housingSettings } from "./housing/settings.ts";
import { type NeighbourhoodMonth, neighbourhoodCost, neighbourhoodMonth } from "./neighbourhood/cost.ts";
import type { Pipeline, PipelinePlatform } from "./platform/pipeline.ts";
import type { RegisteredPipeline } from "./platform/runs.ts";
import type { Configuration, Sections } from "./settings/configuration.ts";
import type { PricedStack } from "./settings/cost/cost-row.ts";
import { type MonthlyCost, monthlyCost, type PipelineCost } from "./settings/cost/monthly-cost.ts";
import { functionEntry, functionName } from "./settings/names.ts";

/**
 * A pipeline as a value for the stack: its name, what is bundled for it, its part of the configuration, what it costs,
 * and how it is made. Nothing of Pulumi is loaded until `load` is called, so that `citypulse cost` can read it.
 */
export interface StackPipeline extends RegisteredPipeline {
  /** The names of its functions; each begins in the file that functionEntry says. */
  readonly functions: readonly string[];
  /** The folder in which they begin; functions/lambda/<name> if omitted. */
  readonly folder?: string;
  /** Code beside a function's own, such as that of threads: the entry of each, by its name. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Reads the keys under `citypulse:<name>` of a stack's file; if omitted, there are none. */
  readonly settings?: z.ZodType;
  /** Whether a stack has it. */
  isEnabled(configuration: Configuration): boolean;
  readonly cost: PipelineCost;
  load(): Promise<(platform: PipelinePlatform, options: ComponentResourceOptions) => Pipeline>;
}

/** Every pipeline of a stack: a new one is added here. */
export const PIPELINES: readonly StackPipeline[] = [
  {
    name: "neighbourhood",
    functions: NEIGHBOURHOOD_FUNCTIONS,
    beside: { "analysis-worker": "functions/lambda/analysis-worker.ts" },
    usesClusters: true,
    isEnabled: () => true,
    cost: neighbourhoodCost,
    async load() {
      const { Neighbourhood } = await import("./neighbourhood.ts");
      return (platform, options) => new Neighbourhood(platform, options).pipeline;
    },
  },
  {
    name: "housing",
    functions: HOUSING_FUNCTIONS,
    usesClusters: false,
    settings: HousingSettings,
    isEnabled: (configuration) => housingSettings(configuration).enabled,
    cost: housingCost,
    async load() {
      const { Housing } = await import("./housing.ts");
      return (platform, options) => new Housing(platform, options).pipeline;
    },
  },
  {
    name: "compliance",
    functions: COMPLIANCE_FUNCTIONS,
    usesClusters: false,
    isEnabled: () => true,
    cost: complianceCost,
    async load() {
      const { Compliance } = await import("./compliance.ts");
      return (platform, options) => new Compliance(platform, options).pipeline;
    },
  },
];

/** The schemas of the pipelines' own keys in a stack's file. */
export const sectionsOf = (pipelines: readonly StackPipeline[]): Sections =>
  Object.fromEntries(pipelines.flatMap(({ name, settings }) => (settings ? [[name, settings]] : [])));

/** Where the code of each function begins, by the function's name in AWS after the stack's. */
export const entriesOf = (
  shared: readonly string[],
  pipelines: readonly StackPipeline[],
): Record<string, string> => {
  const begin = (name: string, functions: readonly string[], folder?: string) =>
    functions.map((one) => [
      functionName(name, one),
      functionEntry(folder ?? `functions/lambda/${name}`, one),
    ]);
  return {
    ...Object.fromEntries(begin(SHARED_FOLDER, shared)),
    ...Object.fromEntries(pipelines.flatMap(({ name, functions, folder }) => begin(name, functions, folder))),
    ...Object.assign({}, ...pipelines.map(({ beside }) => beside)),
  };
};

/** What a stack costs in a month, with its weekly runs and what X charges for their posts. */
export const stackCost = (
  stack: PricedStack,
  pipelines: readonly StackPipeline[] = PIPELINES,
): MonthlyCost & NeighbourhoodMonth => ({
  ...neighbourhoodMonth(stack),
  ...monthlyCost(
    stack,
    pipelines.filter((one) => one.isEnabled(stack.configuration)).map(({ cost }) => cost),
  ),
});
