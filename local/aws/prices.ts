import { z } from "zod";
import prices from "../../functions/prices.json" with { type: "json" };

const Price = z.number().positive();

/** Those of AWS's list prices that an execution costs, in dollars. */
const Prices = z.object({
  region: z.string(),
  asOf: z.string(),
  dollars: z.object({
    lambdaArmGigabyteSecond: Price,
    lambdaRequest: Price,
    stepFunctionsTransition: Price,
    ec2XlargeHour: Price,
    emrXlargeHour: Price,
    gp3GigabyteMonth: Price,
  }),
});
export type Prices = z.infer<typeof Prices>;

export const PRICES: Prices = Prices.parse(prices);
