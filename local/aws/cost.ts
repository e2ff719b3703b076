import { z } from "zod";
import { unitHour } from "../../functions/neighbourhood/engine-estimate.ts";
import prices from "../../functions/prices.json" with { type: "json" };
import type { ClusterStatus } from "./cluster.ts";
import { answered, type ExecutionView } from "./execution-view.ts";

const Price = z.number().positive();

/** The list prices of what an execution uses, in dollars. */
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

export interface CostPart {
  readonly part: string;
  readonly quantity: number;
  readonly unit: string;
  readonly dollars: number;
}

/** What an execution has cost so far, at list prices. */
export interface Cost {
  readonly dollars: number;
  readonly parts: readonly CostPart[];
  /** What is not included, and why. */
  readonly notCounted: readonly string[];
}

export interface Spending {
  readonly view: ExecutionView;
  /** What EMR reports of the cluster; null if it was not read. */
  readonly status: Pick<ClusterStatus, "instances"> | null;
  /** Why it was not read; null if there is no fault. */
  readonly fault: string | null;
  /** The memory of a state's function, in MB; null if it is unknown. */
  readonly memoryOf: ((state: string) => number) | null;
  /** Milliseconds since 1970. What is still running is counted until then. */
  readonly now: number;
}

export function costSoFar(spending: Spending, prices: Prices): Cost {
  const found: Found[] = [
    transitions(spending, prices),
    ...lambda(spending, prices),
    ...emr(spending, prices),
  ];
  const parts = found.filter((one) => typeof one !== "string");
  return {
    dollars: parts.reduce((sum, { dollars }) => sum + dollars, 0),
    parts,
    notCounted: found.filter((one) => typeof one === "string"),
  };
}

/** A part, or why there is none. */
type Found = CostPart | string;

const transitions = ({ view }: Spending, { dollars }: Prices): CostPart => ({
  part: "Step Functions",
  quantity: view.transitions,
  unit: "transitions",
  dollars: view.transitions * dollars.stepFunctionsTransition,
});

function lambda({ view, memoryOf, now }: Spending, { dollars }: Prices): Found[] {
  const { calls, milliseconds } = answered(view.lambda, now);
  if (calls === 0) return [];
  const requests = {
    part: "Lambda",
    quantity: calls,
    unit: "requests",
    dollars: calls * dollars.lambdaRequest,
  };
  const worked = Object.entries(milliseconds);
  if (memoryOf === null) {
    const seconds = worked.reduce((sum, [, each]) => sum + each, 0) / 1000;
    return [
      requests,
      `${Math.round(seconds)} s of Lambda: the stack's file, which sets the memory, is not on this machine`,
    ];
  }
  const quantity = worked.reduce((sum, [state, each]) => sum + (each / 1000) * (memoryOf(state) / 1024), 0);
  const price = dollars.lambdaArmGigabyteSecond;
  return [requests, { part: "Lambda", quantity, unit: "GB-seconds", dollars: quantity * price }];
}

const HOUR = 3_600_000;

function emr({ view, status, fault, now }: Spending, prices: Prices): Found[] {
  if (view.clusterId === null) return [];
  if (status === null) return [`the cluster ${view.clusterId}${fault === null ? "" : ` (${fault})`}`];
  const sized = status.instances.map((instance) => ({ ...instance, units: unitsOf(instance.type) }));
  const unknown = new Set(sized.filter(({ units }) => units === null).map(({ type }) => type));
  const hours = sized.reduce(
    (sum, { units, since, until }) => sum + ((units ?? 0) * Math.max(0, (until ?? now) - since)) / HOUR,
    0,
  );
  const part = {
    part: "EMR",
    quantity: hours,
    unit: "hours of an xlarge",
    dollars: hours * unitHour(prices),
  };
  const spot = sized.some(({ isSpot }) => isSpot) ? ["the discount of Spot on the list price"] : [];
  return [
    part,
    ...[...unknown].map((type) => `instances of the type ${type}: their size is unknown`),
    ...spot,
  ];
}

const SIZES = new Map([
  ["large", 0.5],
  ["xlarge", 1],
]);

/** The size of an instance in units of an xlarge: `m7g.2xlarge` is 2. Null for an unknown size. */
function unitsOf(type: string): number | null {
  const [, size = ""] = type.split(".");
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  return SIZES.get(size) ?? (times === undefined ? null : Number(times));
}
