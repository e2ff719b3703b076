import * as aws from "@pulumi/aws";
import type { ComponentResource } from "@pulumi/pulumi";
import { makeRole } from "../platform/permissions/role.ts";
import { allow } from "../platform/permissions/statement.ts";
import type { PipelineStateMachine } from "../platform/state-machine.ts";
import { nameOf } from "../settings/names.ts";
import type { Platform } from "./parts.ts";

/**
 * Starts the pipeline at its times, unless Airflow does. The time at which it was to start goes along, so a start that is
 * late or made twice is of the same run.
 */
export function weeklySchedule(
  { settings: { stack, schedule }, account, alerts }: Platform,
  { stateMachine, name }: PipelineStateMachine,
  parent: ComponentResource,
): void {
  if (schedule.owner !== "eventbridge") return;
  const roleName = nameOf(stack, "scheduler");
  const { role, policy } = makeRole(
    {
      name: roleName,
      description: `Of the schedule of ${name} alone`,
      trust: { service: "scheduler.amazonaws.com", account },
      statements: [
        allow("Start", ["states:StartExecution"], stateMachine.arn),
        allow("TellWhatFailed", ["sqs:SendMessage"], alerts.undelivered.arn),
      ],
    },
    parent,
  );
  new aws.scheduler.Schedule(
    "weekly",
    {
      name,
      description: "Starts the neighbourhood pipeline",
      scheduleExpression: schedule.expression,
      scheduleExpressionTimezone: schedule.timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: stateMachine.arn,
        roleArn: role.arn,
        input: JSON.stringify({ scheduledTime: "<aws.scheduler.scheduled-time>" }),
        // A start that comes too late would meet the next one: X's search reaches back seven days.
        retryPolicy: { maximumEventAgeInSeconds: 6 * 3600, maximumRetryAttempts: 20 },
        deadLetterConfig: { arn: alerts.undelivered.arn },
      },
    },
    { parent, dependsOn: [policy] },
  );
}
