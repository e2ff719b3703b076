import { type Input, jsonStringify } from "@pulumi/pulumi";
import { METRICS_NAMESPACE } from "../../functions/lambda/metrics.ts";
import type { StackSettings } from "../config.ts";
import { nameOf } from "../settings/names.ts";
import { ENTRIES } from "./entries.ts";

interface Watched {
  readonly stateMachineArn: Input<string>;
  readonly database: Input<string>;
  readonly queue: Input<string>;
}

type Metric = readonly Input<string>[];

const WIDTH = 8;
const HEIGHT = 6;
const COLUMNS = 3;

/**
 * The body of CloudWatch's dashboard.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(
  { stack, region }: StackSettings,
  { stateMachineArn, database, queue }: Watched,
) {
  const own = (name: string): Metric => [METRICS_NAMESPACE, name, "Stack", stack];
  const states = (name: string): Metric => ["AWS/States", name, "StateMachineArn", stateMachineArn];
  const rds = (name: string): Metric => ["AWS/RDS", name, "DBInstanceIdentifier", database];
  const functions = (name: string): Metric[] =>
    Object.keys(ENTRIES).map((entry) => ["AWS/Lambda", name, "FunctionName", nameOf(stack, entry)]);
  const graphs: { title: string; stat: string; period: number; metrics: Metric[] }[] = [
    {
      title: "Runs",
      stat: "Sum",
      period: 86_400,
      metrics: ["ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsAborted", "ExecutionsTimedOut"].map(
        states,
      ),
    },
    { title: "Length of a run, ms", stat: "Maximum", period: 86_400, metrics: [states("ExecutionTime")] },
    { title: "Posts of a run", stat: "Maximum", period: 86_400, metrics: [own("PostsAccepted")] },
    {
      title: "Share of records that could not be used",
      stat: "Maximum",
      period: 86_400,
      metrics: [own("RejectedShare")],
    },
    {
      title: "Hours since a run succeeded",
      stat: "Maximum",
      period: 3600,
      metrics: [[...own("HoursSinceSuccess"), "Pipeline", "neighbourhood"]],
    },
    {
      title: "Age of the oldest cluster, hours",
      stat: "Maximum",
      period: 3600,
      metrics: [own("OldestClusterHours")],
    },
    { title: "Errors of functions", stat: "Sum", period: 3600, metrics: functions("Errors") },
    { title: "Length of invocations, ms", stat: "Maximum", period: 3600, metrics: functions("Duration") },
    {
      title: "Undelivered",
      stat: "Maximum",
      period: 3600,
      metrics: [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]],
    },
    { title: "Database: processor, %", stat: "Maximum", period: 3600, metrics: [rds("CPUUtilization")] },
    {
      title: "Database: free storage, bytes",
      stat: "Minimum",
      period: 3600,
      metrics: [rds("FreeStorageSpace")],
    },
    { title: "Database: connections", stat: "Maximum", period: 3600, metrics: [rds("DatabaseConnections")] },
  ];
  const widgets = graphs.map(({ title, stat, period, metrics }, index) => ({
    type: "metric",
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: { title, stat, period, region, view: "timeSeries", metrics },
  }));
  return jsonStringify({ widgets });
}
