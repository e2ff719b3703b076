import { type PricedRow, priced } from "./cost-row.ts";
import { monthlyRows } from "./monthly-rows.ts";
import type { PricedStack } from "./priced-stack.ts";

/** What a stack costs in a month at AWS. */
export interface MonthlyCost {
  /** The rows of each month first, then those of each run. */
  readonly rows: readonly PricedRow[];
  /** The sum of the rows that have a price, in US dollars. */
  readonly awsDollars: number;
  /** The rows that have none. */
  readonly withoutPrice: readonly string[];
}

/** A pipeline's rows of the table, each at the pipeline's own number of runs a month. */
export type PipelineCost = (stack: PricedStack) => readonly PricedRow[];

/**
 * Prices a stack by its configuration: at list prices, without any free tier, and with what assumptions.ts says. What
 * pipelines share is priced here, and each of `pipelines` gives its own rows. Throws InvalidInput if a schedule cannot
 * be counted.
 */
export function monthlyCost(stack: PricedStack, pipelines: readonly PipelineCost[]): MonthlyCost {
  // What is the same each month does not depend on how many runs there are.
  const shared = monthlyRows(stack).map((row) => priced(row, 0));
  const all = [...shared, ...pipelines.flatMap((costOf) => costOf(stack))];
  const rows = [...all.filter(({ per }) => per === "month"), ...all.filter(({ per }) => per === "run")];
  return {
    rows,
    awsDollars: rows.reduce((sum, { dollarsPerMonth }) => sum + (dollarsPerMonth ?? 0), 0),
    withoutPrice: rows.filter(({ unitDollars }) => unitDollars === null).map(({ item }) => item),
  };
}
