import prices from "../../functions/prices.json" with { type: "json" };
import { type PricedRow, type PricedStack, priced, rowsOf } from "../settings/cost/cost-row.ts";
import { runsPerMonth } from "../settings/schedule-rate.ts";
import { runRows } from "./run-rows.ts";
import { runWork } from "./run-work.ts";
import { storedRows } from "./stored-rows.ts";

/** What the weekly runs do in a month, and what X charges for their posts. */
export interface NeighbourhoodMonth {
  readonly runsPerMonth: number;
  /** The engine of a run with so many posts. */
  readonly engine: "lambda" | "emr";
  /** What X charges for the posts, which is no part of AWS's sum. */
  readonly x: PricedRow;
}

export function neighbourhoodMonth(stack: PricedStack): NeighbourhoodMonth {
  const runs = runsPerMonth(stack.configuration.schedule.expression);
  const posts = rowsOf("X", "run")("posts read", stack.posts, "posts", prices.dollars.xPostRead);
  return {
    runsPerMonth: runs,
    engine: runWork(stack).cluster === null ? "lambda" : "emr",
    x: priced(posts, runs),
  };
}

/** What AWS charges for the runs and for what they leave. Throws InvalidInput if the schedule cannot be counted. */
export function neighbourhoodCost(stack: PricedStack): PricedRow[] {
  const runs = runsPerMonth(stack.configuration.schedule.expression);
  const work = runWork(stack);
  return [...storedRows(stack, work, runs), ...runRows(stack, work)].map((row) => priced(row, runs));
}
