import * as aws from "@pulumi/aws";
import { type ComponentResource, interpolate } from "@pulumi/pulumi";
import { nameOf } from "../settings/names.ts";
import { makeRole } from "./permissions/role.ts";
import { allow } from "./permissions/statement.ts";
import type { Platform } from "./platform.ts";
import type { PipelineStateMachine } from "./state-machine.ts";

/** What starts a state machine, when, and with which input. */
export interface ScheduleArgs {
  readonly name: string;
  readonly description: string;
  readonly stateMachine: PipelineStateMachine;
  /** EventBridge Scheduler's `cron(...)` or `rate(...)`. */
  readonly expression: string;
  readonly timeZone: string;
  readonly input: Readonly<Record<string, string>>;
}

/** Starts the state machine at its times. A start that cannot be delivered is tried for six hours, and is then kept. */
export function startBySchedule(
  { settings: { stack, region, account }, alerts }: Platform,
  { name, description, stateMachine, expression, timeZone, input }: ScheduleArgs,
  parent: ComponentResource,
): void {
  const { role, policy } = makeRole(
    {
      name: nameOf(stack, `${name}-schedule`),
      description: `Of the schedule of ${stateMachine.name} alone`,
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      trust: {
        service: "scheduler.amazonaws.com",
        account,
        source: interpolate`arn:aws:scheduler:${region}:${account}:schedule-group/default`,
      },
      statements: [
        allow("Start", ["states:StartExecution"], stateMachine.stateMachine.arn),
        allow("TellWhatFailed", ["sqs:SendMessage"], alerts.undelivered.arn),
      ],
    },
    parent,
  );
  new aws.scheduler.Schedule(
    name,
    {
      name: stateMachine.name,
      description,
      scheduleExpression: expression,
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: stateMachine.stateMachine.arn,
        roleArn: role.arn,
        input: JSON.stringify(input),
        retryPolicy: { maximumEventAgeInSeconds: 6 * 3600, maximumRetryAttempts: 20 },
        deadLetterConfig: { arn: alerts.undelivered.arn },
      },
    },
    { parent, dependsOn: [policy] },
  );
}
