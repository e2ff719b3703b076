import type { PutRuleCommandInput, PutTargetsCommandInput } from "@aws-sdk/client-eventbridge";
import type { CreateScheduleCommandInput } from "@aws-sdk/client-scheduler";
import { z } from "zod";

/** The arguments of the program's rules, their targets and the schedule as requests to EventBridge. */
const Rule = z.strictObject({
  name: z.string(),
  description: z.string(),
  eventPattern: z.string().optional(),
  scheduleExpression: z.string().optional(),
});

export function ruleOf(inputs: unknown) {
  const { name, description, eventPattern, scheduleExpression } = Rule.parse(inputs);
  return {
    Name: name,
    Description: description,
    ...(eventPattern === undefined ? {} : { EventPattern: eventPattern }),
    ...(scheduleExpression === undefined ? {} : { ScheduleExpression: scheduleExpression }),
  } satisfies PutRuleCommandInput;
}

const Retry = z.strictObject({ maximumEventAgeInSeconds: z.number(), maximumRetryAttempts: z.number() });
const DeadLetters = z.strictObject({ arn: z.string() });

const retryOf = ({ maximumEventAgeInSeconds, maximumRetryAttempts }: z.infer<typeof Retry>) => ({
  MaximumEventAgeInSeconds: maximumEventAgeInSeconds,
  MaximumRetryAttempts: maximumRetryAttempts,
});

const Target = z.strictObject({
  rule: z.string(),
  arn: z.string(),
  deadLetterConfig: DeadLetters,
  retryPolicy: Retry.optional(),
  inputTransformer: z
    .strictObject({ inputPaths: z.record(z.string(), z.string()), inputTemplate: z.string() })
    .optional(),
});

/** @param Id what Pulumi makes up. */
export function targetOf(inputs: unknown, Id: string) {
  const { rule, arn, deadLetterConfig, retryPolicy, inputTransformer } = Target.parse(inputs);
  return {
    Rule: rule,
    Targets: [
      {
        Id,
        Arn: arn,
        DeadLetterConfig: { Arn: deadLetterConfig.arn },
        ...(retryPolicy && { RetryPolicy: retryOf(retryPolicy) }),
        ...(inputTransformer && {
          InputTransformer: {
            InputPathsMap: inputTransformer.inputPaths,
            InputTemplate: inputTransformer.inputTemplate,
          },
        }),
      },
    ],
  } satisfies PutTargetsCommandInput;
}

const Schedule = z.strictObject({
  name: z.string(),
  description: z.string(),
  scheduleExpression: z.string(),
  scheduleExpressionTimezone: z.string(),
  flexibleTimeWindow: z.strictObject({ mode: z.literal("OFF") }),
  target: z.strictObject({
    arn: z.string(),
    roleArn: z.string(),
    input: z.string(),
    retryPolicy: Retry,
    deadLetterConfig: DeadLetters,
  }),
});

export function scheduleOf(inputs: unknown) {
  const { target, ...schedule } = Schedule.parse(inputs);
  return {
    Name: schedule.name,
    Description: schedule.description,
    ScheduleExpression: schedule.scheduleExpression,
    ScheduleExpressionTimezone: schedule.scheduleExpressionTimezone,
    FlexibleTimeWindow: { Mode: schedule.flexibleTimeWindow.mode },
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      Input: target.input,
      RetryPolicy: retryOf(target.retryPolicy),
      DeadLetterConfig: { Arn: target.deadLetterConfig.arn },
    },
  } satisfies CreateScheduleCommandInput;
}
