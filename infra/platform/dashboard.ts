import * as aws from "@pulumi/aws";
import { type ComponentResourceOptions, type Input, jsonStringify } from "@pulumi/pulumi";
import { METRICS_NAMESPACE } from "../../functions/lambda/metrics.ts";
import { nameOf } from "../settings/names.ts";
import type { Platform } from "./platform.ts";

export type Metric = readonly Input<string>[];

/** One graph of CloudWatch's dashboard. */
export interface Graph {
  readonly title: string;
  readonly stat: "Sum" | "Maximum" | "Minimum";
  /** In seconds. */
  readonly period: number;
  readonly metrics: readonly Metric[];
}

/** A pipeline as the dashboard shows it. */
export interface WatchedPipeline {
  readonly stateMachine: { readonly name: string; readonly arn: Input<string> };
  readonly graphs: readonly Graph[];
  readonly functionNames: readonly string[];
}

const HOUR = 3600;
const DAY = 86_400;
const WIDTH = 8;
const HEIGHT = 6;
const COLUMNS = 3;

/**
 * The stack's dashboard, which one looks at after an alarm: each pipeline's runs and graphs, then what they share.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function stackDashboard(
  { settings: { stack, region }, database, alerts }: Platform,
  pipelines: Readonly<Record<string, WatchedPipeline>>,
  options: ComponentResourceOptions,
): void {
  const rds = (name: string): Metric => [
    "AWS/RDS",
    name,
    "DBInstanceIdentifier",
    database.instance.identifier,
  ];
  const functionNames = Object.values(pipelines).flatMap((pipeline) => pipeline.functionNames);
  const functions = (metric: string): Metric[] =>
    functionNames.map((name) => ["AWS/Lambda", metric, "FunctionName", name]);
  const graphs: Graph[] = [
    ...Object.entries(pipelines).flatMap(([name, pipeline]) => pipelineGraphs(stack, name, pipeline)),
    {
      title: "Age of the oldest cluster, hours",
      stat: "Maximum",
      period: HOUR,
      metrics: [[METRICS_NAMESPACE, "OldestClusterHours", "Stack", stack]],
    },
    { title: "Errors of functions", stat: "Sum", period: HOUR, metrics: functions("Errors") },
    { title: "Length of invocations, ms", stat: "Maximum", period: HOUR, metrics: functions("Duration") },
    {
      title: "Undelivered",
      stat: "Maximum",
      period: HOUR,
      metrics: [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", alerts.undelivered.name]],
    },
    { title: "Database: processor, %", stat: "Maximum", period: HOUR, metrics: [rds("CPUUtilization")] },
    {
      title: "Database: free storage, bytes",
      stat: "Minimum",
      period: HOUR,
      metrics: [rds("FreeStorageSpace")],
    },
    { title: "Database: connections", stat: "Maximum", period: HOUR, metrics: [rds("DatabaseConnections")] },
  ];
  const widgets = graphs.map(({ title, stat, period, metrics }, index) => ({
    type: "metric",
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: { title, stat, period, region, view: "timeSeries", metrics },
  }));
  new aws.cloudwatch.Dashboard(
    "dashboard",
    { dashboardName: nameOf(stack, "dashboard"), dashboardBody: jsonStringify({ widgets }) },
    options,
  );
}

function pipelineGraphs(
  stack: string,
  name: string,
  { stateMachine, graphs }: WatchedPipeline,
): readonly Graph[] {
  const states = (metric: string): Metric => ["AWS/States", metric, "StateMachineArn", stateMachine.arn];
  const ends = ["ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsAborted", "ExecutionsTimedOut"];
  return [
    { title: `Runs of ${name}`, stat: "Sum", period: DAY, metrics: ends.map(states) },
    {
      title: `Length of a run of ${name}, ms`,
      stat: "Maximum",
      period: DAY,
      metrics: [states("ExecutionTime")],
    },
    {
      title: `Hours since a run of ${name} succeeded`,
      stat: "Maximum",
      period: HOUR,
      metrics: [[METRICS_NAMESPACE, "HoursSinceSuccess", "Stack", stack, "Pipeline", name]],
    },
    ...graphs,
  ];
}
