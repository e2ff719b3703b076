import prices from "../../../functions/prices.json" with { type: "json" };
import type { StateMachine } from "../../../state-machines/asl.ts";
import type { Configuration } from "../configuration.ts";
import { SMALL_FUNCTION_MB } from "../function-memory.ts";
import { LOG_BYTES_PER_INVOCATION, START_SECONDS } from "./assumptions.ts";

/** An MWAA environment's class. */
export type AirflowClass = keyof typeof prices.dollars.mwaaHour;

/** What decides the cost of a stack. */
export interface PricedStack {
  readonly configuration: Configuration;
  /** Posts that each run reads. */
  readonly posts: number;
  readonly engine: "auto" | "lambda" | "emr";
  /** How functions inside the VPC reach Secrets Manager. */
  readonly egress: "endpoint" | "nat";
  /** Null where no MWAA environment is deployed. */
  readonly airflow: AirflowClass | null;
  /** The pipeline's definition: the states of a run are counted in it. */
  readonly machine: StateMachine;
}

/** What AWS calls a GB. */
export const GIGABYTE = 2 ** 30;

/** One line of the table: so many units, at so many dollars each. */
export interface CostRow {
  readonly part: string;
  /** The resource, or what is done with it. */
  readonly item: string;
  /** Whether the quantity is that of a month, or that of one run. */
  readonly per: "month" | "run";
  readonly quantity: number;
  readonly unit: string;
  /** US dollars for a unit; null where functions/prices.json has no price. */
  readonly unitDollars: number | null;
}

/** Makes the rows of one part of the table. */
export const rowsOf =
  (part: string, per: "month" | "run") =>
  (item: string, quantity: number, unit: string, unitDollars: number | null): CostRow => ({
    part,
    item,
    per,
    quantity,
    unit,
    unitDollars,
  });

/** A row with what it comes to, in US dollars; null where it has no price. */
export interface PricedRow extends CostRow {
  /** Null too where the run does not change it. */
  readonly dollarsPerRun: number | null;
  readonly dollarsPerMonth: number | null;
}

/** What a row comes to with so many runs a month. */
export function priced(row: CostRow, runsPerMonth: number): PricedRow {
  const { per, quantity, unitDollars } = row;
  const dollars = unitDollars === null ? null : quantity * unitDollars;
  if (per === "month") return { ...row, dollarsPerRun: null, dollarsPerMonth: dollars };
  return {
    ...row,
    dollarsPerRun: dollars,
    dollarsPerMonth: dollars === null ? null : dollars * runsPerMonth,
  };
}

const { dollars } = prices;

/** What so many invocations of small functions cost, which do little but start, with the traces of what called them. */
export function smallFunctionRows(
  row: ReturnType<typeof rowsOf>,
  { invocations, traces }: { readonly invocations: number; readonly traces: number },
): CostRow[] {
  const gigabyteSeconds = (invocations * START_SECONDS * SMALL_FUNCTION_MB) / 1024;
  const logs = (invocations * LOG_BYTES_PER_INVOCATION) / GIGABYTE;
  return [
    row("Lambda", gigabyteSeconds, "GB-s", dollars.lambdaArmGigabyteSecond),
    row("Lambda", invocations, "requests", dollars.lambdaRequest),
    row("X-Ray", traces, "traces", dollars.xrayTrace),
    row("CloudWatch Logs", logs, "GB", dollars.logsIngestedGigabyte),
  ];
}
