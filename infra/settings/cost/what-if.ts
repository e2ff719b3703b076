import type { Configuration } from "../configuration.ts";
import type { PricedRow, PricedStack } from "./cost-row.ts";
import type { MonthlyCost } from "./monthly-cost.ts";

/** What a month would cost with something else than what is configured. */
export interface WhatIf {
  /** What would be different. */
  readonly change: string;
  readonly awsDollars: number;
  /** Above 0 where it costs more than what is configured. */
  readonly differenceDollars: number;
  readonly xDollars: number | null;
}

/** A month's cost, with what is counted of its runs. */
interface CountedCost extends MonthlyCost {
  readonly engine: "lambda" | "emr";
  readonly x: PricedRow;
}

/** How many times the posts. */
const TIMES = 10;

/** What the usual changes would cost, without those that are configured already. `now` is what `costOf` says of `stack`. */
export const whatIf = (
  stack: PricedStack,
  now: CountedCost,
  costOf: (stack: PricedStack) => CountedCost,
): WhatIf[] =>
  changesOf(stack, now).map(([change, to]) => {
    const cost = costOf({ ...stack, ...to });
    return {
      change,
      awsDollars: cost.awsDollars,
      differenceDollars: cost.awsDollars - now.awsDollars,
      xDollars: cost.x.dollarsPerMonth,
    };
  });

type Change = readonly [change: string, to: Partial<PricedStack>];

function changesOf(stack: PricedStack, { engine }: CountedCost): Change[] {
  const { configuration, posts } = stack;
  const database = (to: Partial<Configuration["database"]>): Partial<PricedStack> => ({
    configuration: { ...configuration, database: { ...configuration.database, ...to } },
  });
  const classOf = (instanceClass: string): Change => [`RDS ${instanceClass}`, database({ instanceClass })];
  const { instanceClass, multiAz } = configuration.database;
  const classes = ["db.t4g.micro", "db.t4g.small", "db.t4g.medium"].filter((one) => one !== instanceClass);
  const other = engine === "emr" ? "lambda" : "emr";
  return [
    ["MWAA mw1.micro, with the NAT gateway that it needs", { airflow: "mw1.micro" }],
    ["MWAA mw1.small, with the NAT gateway that it needs", { airflow: "mw1.small" }],
    ["a NAT gateway in the place of the interface endpoint", { egress: "nat" }],
    ...classes.map(classOf),
    multiAz
      ? ["RDS in one zone", database({ multiAz: false })]
      : ["RDS in two zones (Multi-AZ)", database({ multiAz: true })],
    [`each run on the engine ${other}`, { engine: other }],
    [`${TIMES} times the posts`, { posts: posts * TIMES }],
  ];
}
