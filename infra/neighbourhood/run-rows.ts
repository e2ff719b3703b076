import prices from "../../functions/prices.json" with { type: "json" };
import { OTHER_READS, OTHER_WRITES, READING_SECRETS, WRITES_PER_PAGE } from "../settings/cost/assumptions.ts";
import { type CostRow, GIGABYTE, type PricedStack, rowsOf } from "../settings/cost/cost-row.ts";
import type { RunWork } from "./run-work.ts";

const { dollars } = prices;

/** What each run costs at AWS, besides what it leaves there. */
export const runRows = (stack: PricedStack, work: RunWork): CostRow[] => [
  ...stateRows(stack, work),
  ...functionRows(work),
  ...clusterRows(work),
  ...requestRows(work),
  ...traceRows(stack, work),
];

function stateRows({ configuration: { schedule } }: PricedStack, { transitions }: RunWork): CostRow[] {
  const row = rowsOf("state machine", "run");
  const starts = schedule.owner === "eventbridge" ? 1 : 0;
  return [
    row("EventBridge Scheduler", starts, "invocations", dollars.schedulerInvocation),
    row("Step Functions", transitions, "transitions", dollars.stepFunctionsTransition),
  ];
}

/** The functions that work the longest have their own rows. */
const OWN_ROWS = ["ExtractPosts", "Analyse", "LoadResults"];

function functionRows({ functions }: RunWork): CostRow[] {
  const row = rowsOf("functions", "run");
  const lambda = (item: string, gigabyteSeconds: number): CostRow =>
    row(`Lambda, ${item}`, gigabyteSeconds, "GB-s", dollars.lambdaArmGigabyteSecond);
  const own = functions.filter(({ state }) => OWN_ROWS.includes(state));
  const others = functions
    .filter(({ state }) => !OWN_ROWS.includes(state))
    .reduce((sum, { gigabyteSeconds }) => sum + gigabyteSeconds, 0);
  const requestsOf = (states: readonly { readonly invocations: number }[]): number =>
    states.reduce((sum, { invocations }) => sum + invocations, 0);
  const reading = functions.filter(({ state }) => READING_SECRETS.includes(state));
  return [
    ...own.map(({ state, gigabyteSeconds }) => lambda(state, gigabyteSeconds)),
    lambda("all others", others),
    row("Lambda", requestsOf(functions), "requests", dollars.lambdaRequest),
    row("Secrets Manager", requestsOf(reading), "requests", dollars.secretRequest),
  ];
}

/** All instances with their disks, on demand: Spot costs less, by a price that changes. */
function clusterRows({ cluster }: RunWork): CostRow[] {
  if (cluster === null) return [];
  const { core, task } = cluster.size;
  const hours = ((1 + core + task) * cluster.seconds) / 3600;
  const item = `EMR, 1 primary + ${core} core + ${task} task units`;
  return [rowsOf("cluster", "run")(item, hours, "unit hours", cluster.dollars / hours)];
}

function requestRows({ pages }: RunWork): CostRow[] {
  const row = rowsOf("requests", "run");
  return [
    row("S3, writes and listings", pages * WRITES_PER_PAGE + OTHER_WRITES, "requests", dollars.s3PutRequest),
    row("S3, reads", pages + OTHER_READS, "requests", dollars.s3GetRequest),
  ];
}

function traceRows({ configuration: { alerts } }: PricedStack, { logBytes }: RunWork): CostRow[] {
  const row = rowsOf("watching", "run");
  const emails = alerts.email !== undefined && alerts.success ? 1 : 0;
  return [
    row("CloudWatch Logs", logBytes / GIGABYTE, "GB", dollars.logsIngestedGigabyte),
    row("X-Ray", 1, "traces", dollars.xrayTrace),
    row("SNS, notice of success", emails, "e-mails", dollars.snsEmail),
  ];
}
