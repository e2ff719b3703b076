import { HOURS_IN_MONTH } from "../../../functions/neighbourhood/engine-estimate.ts";
import prices from "../../../functions/prices.json" with { type: "json" };
import { FUNCTIONS_PER_SWEEP, RESOURCES, SWEEPS_PER_MONTH } from "./assumptions.ts";
import {
  type CostRow,
  type PricedRow,
  type PricedStack,
  priced,
  rowsOf,
  smallFunctionRows,
} from "./cost-row.ts";

const { dollars } = prices;

/** What each month costs, however many runs there are and whatever they store. */
export const monthlyRows = (stack: PricedStack): CostRow[] => [
  ...networkRows(stack),
  ...databaseRows(stack),
  ...secretRows(),
  ...watchingRows(),
  ...sweepRows(),
  airflowRow(stack),
];

function networkRows({ egress, airflow }: PricedStack): CostRow[] {
  const hourly = hourlyRowsOf("network");
  return [
    hourly("gateway endpoint of S3", 1, 0),
    ...(egress === "endpoint"
      ? [hourly("interface endpoint of Secrets Manager, one zone", 1, dollars.interfaceEndpointHour)]
      : []),
    ...(egress === "nat" || airflow !== null
      ? [
          hourly("NAT gateway, one zone", 1, dollars.natGatewayHour),
          hourly("public IPv4 address of the NAT gateway", 1, dollars.publicIpv4Hour),
        ]
      : []),
  ];
}

function databaseRows({ configuration: { database } }: PricedStack): CostRow[] {
  const { instanceClass, storageGb, multiAz } = database;
  const [zones, instances] = multiAz ? ["two zones", 2] : ["one zone", 1];
  const price = new Map(Object.entries(dollars.rdsPostgresHour)).get(instanceClass) ?? null;
  const row = rowsOf("database", "month");
  return [
    hourlyRowsOf("database")(`RDS PostgreSQL ${instanceClass}, ${zones}`, instances, price),
    row(`RDS gp3, ${zones}`, storageGb * instances, "GB", dollars.rdsGp3GigabyteMonth),
    row("RDS backups above the size of its storage", 0, "GB", dollars.rdsBackupGigabyteMonth),
  ];
}

function secretRows(): CostRow[] {
  const row = rowsOf("secrets", "month");
  return [
    row("Secrets Manager", RESOURCES.secrets, "secrets", dollars.secretMonth),
    row("KMS", RESOURCES.kmsKeys, "keys", dollars.kmsKeyMonth),
  ];
}

function watchingRows(): CostRow[] {
  const row = rowsOf("watching", "month");
  return [
    row("CloudWatch alarms", RESOURCES.alarms, "alarms", dollars.alarmMonth),
    row("CloudWatch metrics of the runs", RESOURCES.metrics, "metrics", dollars.metricMonth),
    row("CloudWatch dashboard", RESOURCES.dashboards, "dashboards", dollars.dashboardMonth),
    row("AWS Budgets, without actions", RESOURCES.budgets, "budgets", 0),
    row("EventBridge rules, on AWS's events and hourly", RESOURCES.rules, "rules", 0),
    row("SQS, dead letters when all goes well", 0, "requests", dollars.sqsRequest),
  ];
}

/** The hourly look for what ended executions have left. */
function sweepRows(): CostRow[] {
  const invocations = SWEEPS_PER_MONTH * FUNCTIONS_PER_SWEEP;
  return smallFunctionRows(rowsOf("hourly sweep", "month"), { invocations, traces: SWEEPS_PER_MONTH });
}

function airflowRow({ airflow }: PricedStack): CostRow {
  const hourly = hourlyRowsOf("airflow");
  return airflow === null
    ? hourly("MWAA: not deployed", 0, dollars.mwaaHour["mw1.small"])
    : hourly(`MWAA ${airflow}`, 1, dollars.mwaaHour[airflow]);
}

const hourlyRowsOf = (part: string) => (item: string, resources: number, hourDollars: number | null) =>
  rowsOf(part, "month")(item, resources * HOURS_IN_MONTH, "hours", hourDollars);

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
