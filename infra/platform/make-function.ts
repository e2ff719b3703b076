import type { asset, ComponentResource } from "@pulumi/pulumi";
import { SMALL_FUNCTION_MB } from "../settings/function-memory.ts";
import { archiveOf } from "./bundle.ts";
import { type FunctionArgs, PipelineFunction } from "./function.ts";
import { codeOf, type Platform } from "./platform.ts";

/** The module where a function begins: the variables that it reads are known from it. */
export interface Entry {
  readonly Environment: { readonly shape: object };
}

/** What differs from function to function. */
export type Differences<Module extends Entry> = Pick<FunctionArgs, "description" | "statements"> & {
  /** All that the module reads, and nothing else. */
  readonly environment: {
    readonly [Variable in keyof Module["Environment"]["shape"]]: FunctionArgs["environment"][string];
  };
  /** What lies beside its code. */
  readonly files?: asset.AssetMap;
  /** SMALL_FUNCTION_MB by default. */
  readonly memoryMb?: number;
  /** 900 by default, the most that Lambda has; work that may outgrow it comes in slices. */
  readonly timeoutSeconds?: number;
  /** Whether it reaches the database, and so is inside the network, without a way to the internet. */
  readonly reachesDatabase?: boolean;
};

/** One function of a pipeline. Throws a RangeError where its code was not bundled. */
export function makeFunction<Module extends Entry>(
  name: string,
  {
    files,
    reachesDatabase,
    memoryMb = SMALL_FUNCTION_MB,
    timeoutSeconds = 900,
    ...rest
  }: Differences<Module>,
  { settings, code, network }: Platform,
  parent: ComponentResource,
): PipelineFunction {
  return new PipelineFunction(
    name,
    {
      ...rest,
      place: settings,
      logDays: settings.logDays,
      memoryMb,
      timeoutSeconds,
      code: archiveOf(codeOf(code, name), files),
      network: reachesDatabase === true ? network : undefined,
    },
    { parent },
  );
}
