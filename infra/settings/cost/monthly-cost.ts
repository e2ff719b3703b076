import prices from "../../../functions/prices.json" with { type: "json" };
import { runsPerMonth } from "../schedule-rate.ts";
import { type PricedRow, priced, rowsOf } from "./cost-row.ts";
import { monthlyRows } from "./monthly-rows.ts";
import type { PricedStack } from "./priced-stack.ts";
import { runRows } from "./run-rows.ts";
import { runWork } from "./run-work.ts";
import { storedRows } from "./stored-rows.ts";

/** What a stack costs in a month. */
export interface MonthlyCost {
  readonly runsPerMonth: number;
  /** The engine of a run with so many posts. */
  readonly engine: "lambda" | "emr";
  /** What AWS charges: the rows of each month first, then those of each run. */
  readonly rows: readonly PricedRow[];
  /** The sum of the rows that have a price, in US dollars. */
  readonly awsDollars: number;
  /** The rows that have none. */
  readonly withoutPrice: readonly string[];
  /** What X charges for the posts, which is no part of AWS's sum. */
  readonly x: PricedRow;
}

/**
 * Prices a stack by its configuration: at list prices, without any free tier, and with what assumptions.ts says. Throws
 * InvalidInput where the schedule cannot be counted.
 */
export function monthlyCost(stack: PricedStack): MonthlyCost {
  const runs = runsPerMonth(stack.configuration.schedule.expression);
  const work = runWork(stack);
  const rows = [...monthlyRows(stack), ...storedRows(stack, work, runs), ...runRows(stack, work)].map((row) =>
    priced(row, runs),
  );
  const posts = rowsOf("X", "run")("posts read", stack.posts, "posts", prices.dollars.xPostRead);
  return {
    runsPerMonth: runs,
    engine: work.cluster === null ? "lambda" : "emr",
    rows,
    awsDollars: rows.reduce((sum, { dollarsPerMonth }) => sum + (dollarsPerMonth ?? 0), 0),
    withoutPrice: rows.filter(({ unitDollars }) => unitDollars === null).map(({ item }) => item),
    x: priced(posts, runs),
  };
}
