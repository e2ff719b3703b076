import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";
import type {
  CreateLogGroupCommandInput,
  PutRetentionPolicyCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { CreateStateMachineCommandInput } from "@aws-sdk/client-sfn";
import { z } from "zod";

/** The arguments of the program's state machine, logs and alarms as requests to Step Functions and CloudWatch. */
const StateMachine = z.strictObject({
  name: z.string(),
  type: z.literal("STANDARD"),
  roleArn: z.string(),
  definition: z.string(),
  loggingConfiguration: z.strictObject({
    level: z.literal("ERROR"),
    includeExecutionData: z.boolean(),
    logDestination: z.string(),
  }),
  tracingConfiguration: z.strictObject({ enabled: z.boolean() }),
});

export function stateMachineOf(inputs: unknown) {
  const { loggingConfiguration: log, tracingConfiguration, ...machine } = StateMachine.parse(inputs);
  return {
    ...machine,
    loggingConfiguration: {
      level: log.level,
      includeExecutionData: log.includeExecutionData,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logDestination } }],
    },
    tracingConfiguration: { enabled: tracingConfiguration.enabled },
  } satisfies CreateStateMachineCommandInput;
}

const LogGroup = z.strictObject({ name: z.string(), retentionInDays: z.number() });

export function logGroupOf(inputs: unknown) {
  const { name, retentionInDays } = LogGroup.parse(inputs);
  return {
    group: { logGroupName: name } satisfies CreateLogGroupCommandInput,
    retention: { logGroupName: name, retentionInDays } satisfies PutRetentionPolicyCommandInput,
  };
}

const Alarm = z.strictObject({
  name: z.string(),
  alarmDescription: z.string(),
  alarmActions: z.array(z.string()),
  comparisonOperator: z.literal("GreaterThanThreshold"),
  statistic: z.literal("Maximum"),
  threshold: z.number(),
  namespace: z.string(),
  metricName: z.string(),
  dimensions: z.record(z.string(), z.string()),
  period: z.number(),
  evaluationPeriods: z.number(),
  treatMissingData: z.string(),
});

export function alarmOf(inputs: unknown) {
  const alarm = Alarm.parse(inputs);
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.alarmDescription,
    AlarmActions: alarm.alarmActions,
    ComparisonOperator: alarm.comparisonOperator,
    Statistic: alarm.statistic,
    Threshold: alarm.threshold,
    Namespace: alarm.namespace,
    MetricName: alarm.metricName,
    Dimensions: Object.entries(alarm.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    TreatMissingData: alarm.treatMissingData,
  } satisfies PutMetricAlarmCommandInput;
}
