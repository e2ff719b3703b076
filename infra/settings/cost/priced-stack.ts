import prices from "../../../functions/prices.json" with { type: "json" };
import type { StateMachine } from "../../../state-machines/asl.ts";
import type { Configuration } from "../configuration.ts";

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
