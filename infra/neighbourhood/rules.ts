import * as aws from "@pulumi/aws";
import { type ComponentResource, type Input, jsonStringify } from "@pulumi/pulumi";
import type { PipelineFunction } from "../platform/function.ts";
import type { Platform } from "../platform/platform.ts";
import type { PipelineStateMachine } from "../platform/state-machine.ts";
import { nameOf } from "../settings/names.ts";

/** EventBridge's pattern for executions of these state machines that ended as one of these. */
const endedAs = (stateMachineArns: readonly Input<string>[], status: readonly string[]) =>
  jsonStringify({
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail: { stateMachineArn: stateMachineArns, status },
  });

/**
 * What starts the clean-up: each execution that was aborted, timed out or failed, and every hour, in case such an event
 * was lost. By the hour, since an alarm asks for a cluster's age in hours.
 */
export function cleanUpRules(
  { settings: { stack }, alerts }: Platform,
  { stateMachines, cleanUp }: { stateMachines: readonly Input<string>[]; cleanUp: PipelineFunction },
  parent: ComponentResource,
): void {
  const rules = {
    ended: new aws.cloudwatch.EventRule(
      "ended",
      {
        name: nameOf(stack, "ended"),
        description: "Cleans up after an execution that was stopped, took too long or failed",
        eventPattern: endedAs(stateMachines, ["ABORTED", "TIMED_OUT", "FAILED"]),
      },
      { parent },
    ),
    sweep: new aws.cloudwatch.EventRule(
      "sweep",
      {
        name: nameOf(stack, "sweep"),
        description: "Looks for clusters and runs that an ended execution has left",
        scheduleExpression: "rate(1 hour)",
      },
      { parent },
    ),
  };
  for (const [name, rule] of Object.entries(rules)) {
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: rule.name,
        arn: cleanUp.function.arn,
        deadLetterConfig: { arn: alerts.undelivered.arn },
        retryPolicy: { maximumEventAgeInSeconds: 24 * 3600, maximumRetryAttempts: 185 },
      },
      { parent: rule },
    );
    new aws.lambda.Permission(
      name,
      {
        action: "lambda:InvokeFunction",
        function: cleanUp.function.name,
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      },
      { parent: rule },
    );
  }
  new aws.lambda.FunctionEventInvokeConfig(
    "clean-up",
    {
      functionName: cleanUp.function.name,
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: 6 * 3600,
      destinationConfig: { onFailure: { destination: alerts.undelivered.arn } },
    },
    { parent },
  );
}

/** Tells how an execution ended; of one that failed, the state machine itself has told. */
export function noticeRule(
  { settings: { stack, alerts: wanted }, alerts }: Platform,
  { stateMachine }: PipelineStateMachine,
  parent: ComponentResource,
): void {
  const status = [...(wanted.success ? ["SUCCEEDED"] : []), "ABORTED", "TIMED_OUT"];
  const rule = new aws.cloudwatch.EventRule(
    "notices",
    {
      name: nameOf(stack, "notices"),
      description: "Tells how an execution ended",
      eventPattern: endedAs([stateMachine.arn], status),
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
    "notices",
    {
      rule: rule.name,
      arn: alerts.topic.arn,
      deadLetterConfig: { arn: alerts.undelivered.arn },
      inputTransformer: {
        inputPaths: { name: "$.detail.name", status: "$.detail.status" },
        inputTemplate: `"CityPulse ${stack}: the run <name> is <status>. Its numbers: npx citypulse runs --stack ${stack}"`,
      },
    },
    { parent: rule },
  );
}
