import { z } from "zod";
import prices from "../../functions/prices.json" with { type: "json" };
import { VOLUME_GIB } from "../../state-machines/neighbourhood/instance-fleets.ts";

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

const HOURS_IN_MONTH = 730;

/** An hour of four vCPUs in a cluster, with EMR's own price and the volume, whatever the family. */
export const unitHour = ({ dollars }: Prices): number =>
  dollars.ec2XlargeHour + dollars.emrXlargeHour + (VOLUME_GIB * dollars.gp3GigabyteMonth) / HOURS_IN_MONTH;
