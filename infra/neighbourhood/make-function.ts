import type { ComponentResource } from "@pulumi/pulumi";
import { archiveOf } from "../platform/bundle.ts";
import { type FunctionArgs, PipelineFunction } from "../platform/function.ts";
import { SMALL_FUNCTION_MB } from "../settings/cost/assumptions.ts";
import type { EnvironmentOf, FunctionName } from "./entries.ts";
import { codeOf, type Platform } from "./parts.ts";

/** What differs from function to function. */
export type Differences<Name extends FunctionName> = Pick<FunctionArgs, "description" | "statements"> & {
  readonly environment: {
    readonly [Variable in keyof EnvironmentOf<Name>]: FunctionArgs["environment"][string];
  };
  readonly files?: Parameters<typeof archiveOf>[1];
  /** SMALL_FUNCTION_MB by default. */
  readonly memoryMb?: number;
  /** 900 by default, the most that Lambda has; work that may outgrow it comes in slices. */
  readonly timeoutSeconds?: number;
  /** Whether it reaches the database, and so is inside the network, without a way to the internet. */
  readonly reachesDatabase?: boolean;
};

/** One of the pipeline's functions. Throws a RangeError where its code was not bundled. */
export function makeFunction<Name extends FunctionName>(
  name: Name,
  { files, reachesDatabase, memoryMb = SMALL_FUNCTION_MB, timeoutSeconds = 900, ...rest }: Differences<Name>,
  { settings: { stack, logDays }, code, network }: Platform,
  parent: ComponentResource,
): PipelineFunction {
  return new PipelineFunction(
    name,
    {
      ...rest,
      stack,
      logDays,
      memoryMb,
      timeoutSeconds,
      code: archiveOf(codeOf(code, name), files),
      network: reachesDatabase === true ? network : undefined,
    },
    { parent },
  );
}
