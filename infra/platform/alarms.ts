import * as aws from "@pulumi/aws";
import type { ComponentResource } from "@pulumi/pulumi";
import { METRICS_NAMESPACE, type MetricName } from "../../functions/lambda/metrics.ts";
import { nameOf } from "../settings/names.ts";
import type { Platform } from "./platform.ts";

/** What an alarm of ours looks at, and when it goes off. */
export type AlarmArgs = Omit<aws.cloudwatch.MetricAlarmArgs, "name" | "alarmActions" | "comparisonOperator">;

/** Makes alarms that tell the stack's topic as soon as a maximum is above its threshold. */
export const metricAlarms =
  ({ settings: { stack }, alerts }: Platform, parent: ComponentResource) =>
  (name: string, args: AlarmArgs): aws.cloudwatch.MetricAlarm =>
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        name: nameOf(stack, name),
        alarmActions: [alerts.topic.arn],
        comparisonOperator: "GreaterThanThreshold",
        statistic: "Maximum",
        ...args,
      },
      { parent },
    );

/** One of the metrics that functions write, hour by hour. */
export const ownMetric = (metricName: MetricName, dimensions: Readonly<Record<string, string>>) => ({
  namespace: METRICS_NAMESPACE,
  metricName,
  dimensions,
  period: 3600,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
});
