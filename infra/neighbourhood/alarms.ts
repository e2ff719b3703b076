import * as aws from "@pulumi/aws";
import type { ComponentResource } from "@pulumi/pulumi";
import { METRICS_NAMESPACE, type MetricName } from "../../functions/lambda/metrics.ts";
import type { Platform } from "../platform/platform.ts";
import type { PipelineStateMachine } from "../platform/state-machine.ts";
import { nameOf } from "../settings/names.ts";
import { dashboardBody } from "./dashboard.ts";

const HOUR = 3600;

/** The alarms that matter, and the dashboard that one looks at after one. */
export function neighbourhoodAlarms(
  platform: Platform,
  stateMachine: PipelineStateMachine,
  parent: ComponentResource,
): void {
  const { settings, alerts, database } = platform;
  const { stack } = settings;
  const alarm = (name: string, args: Omit<aws.cloudwatch.MetricAlarmArgs, "name" | "alarmActions">) =>
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
  const own = (metricName: MetricName, period: number) => ({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensions: { Stack: stack },
    period,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  });
  alarm("no-success", {
    // An hour without a sweep says nothing of the runs.
    alarmDescription:
      "No run has succeeded for eight days. X's search reaches back seven: posts are being lost.",
    threshold: 8 * 24,
    ...own("HoursSinceSuccess", HOUR),
    dimensions: { Stack: stack, Pipeline: "neighbourhood" },
    treatMissingData: "ignore",
  });
  alarm("rejected", {
    alarmDescription:
      "More of a run's records than usual could not be used; quarantine/ has each with its reason.",
    threshold: settings.alerts.rejectedShare,
    ...own("RejectedShare", HOUR),
  });
  alarm("old-cluster", {
    alarmDescription:
      "A cluster is more than six hours old. It costs money; its tag citypulse:execution says whose it is.",
    threshold: 6,
    ...own("OldestClusterHours", HOUR),
  });
  alarm("undelivered", {
    alarmDescription:
      "A start of the pipeline or a clean-up could not be delivered; the queue has the event.",
    threshold: 0,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: alerts.undelivered.name },
    period: 300,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  });
  new aws.cloudwatch.Dashboard(
    "neighbourhood",
    {
      dashboardName: stateMachine.name,
      dashboardBody: dashboardBody(settings, {
        stateMachineArn: stateMachine.arn,
        database: database.instance.identifier,
        queue: alerts.undelivered.name,
      }),
    },
    { parent },
  );
}
