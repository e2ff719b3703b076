import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateStateMachineCommand, DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { INSTALL_MS, type Moto, startMoto } from "../support/aws/moto.ts";
import { sentRequests } from "../support/aws/sent-requests.ts";
import { ruleOf, scheduleOf, targetOf } from "../support/aws/shapes/events.ts";
import { alarmOf, logGroupOf, stateMachineOf } from "../support/aws/shapes/machines.ts";
import {
  queueOf,
  queuePolicyOf,
  subscriptionOf,
  topicOf,
  topicPolicyOf,
} from "../support/aws/shapes/messages.ts";
import { faultsOf } from "../support/aws/validate-requests.ts";
import { type MockedStack, mockedStack } from "../support/stack/mocked-stack.ts";

let moto: Moto;
let stack: MockedStack;
const sent = sentRequests();
beforeAll(async () => {
  [moto, stack] = await Promise.all([startMoto(), mockedStack({ alerts: { email: "you@example.org" } })]);
}, INSTALL_MS);
afterAll(() => moto?.stop());

const all = (type: string) => stack.ofType(type).map(({ inputs, name }) => ({ inputs, name }));

test("SNS takes the topic with its policy and its subscriber", async () => {
  const client = new SNSClient(moto.settings);
  const topic = topicOf(stack.find("aws:sns/topic:Topic", "alerts").inputs);
  const policy = topicPolicyOf(stack.find("aws:sns/topicPolicy:TopicPolicy", "alerts").inputs);
  const subscription = subscriptionOf(
    stack.find("aws:sns/topicSubscription:TopicSubscription", "email").inputs,
  );
  const { TopicArn = "" } = await client.send(sent.note("sns", new CreateTopicCommand(topic)));
  expect(TopicArn).toBe(policy.TopicArn);
  await client.send(sent.note("sns", new SetTopicAttributesCommand(policy)));
  await client.send(sent.note("sns", new SubscribeCommand(subscription)));
  const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject(topic.Attributes);
  expect(JSON.parse(Attributes?.Policy ?? "")).toEqual(JSON.parse(policy.AttributeValue));
  const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toMatchObject([{ Protocol: "email", Endpoint: "you@example.org" }]);
});

test("SQS takes the queue with its policy", async () => {
  const client = new SQSClient(moto.settings);
  const queue = queueOf(stack.find("aws:sqs/queue:Queue", "undelivered").inputs);
  await client.send(sent.note("sqs", new CreateQueueCommand(queue)));
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queue.QueueName }));
  const policy = queuePolicyOf(stack.find("aws:sqs/queuePolicy:QueuePolicy", "undelivered").inputs);
  await client.send(sent.note("sqs", new SetQueueAttributesCommand({ ...policy, QueueUrl })));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject(queue.Attributes);
  expect(JSON.parse(Attributes?.Policy ?? "")).toEqual(JSON.parse(policy.Attributes.Policy));
});

test("Step Functions takes the state machine, and CloudWatch its log and that of every function", async () => {
  const logs = new CloudWatchLogsClient(moto.settings);
  for (const { inputs } of all("aws:cloudwatch/logGroup:LogGroup")) {
    const { group, retention } = logGroupOf(inputs);
    await logs.send(sent.note("logs", new CreateLogGroupCommand(group)));
    await logs.send(sent.note("logs", new PutRetentionPolicyCommand(retention)));
    const read = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: group.logGroupName }));
    expect(read.logGroups).toMatchObject([retention]);
  }
  const client = new SFNClient(moto.settings);
  for (const { inputs, name } of all("aws:sfn/stateMachine:StateMachine")) {
    const machine = stateMachineOf(inputs);
    const { stateMachineArn } = await client.send(
      sent.note("stepfunctions", new CreateStateMachineCommand(machine)),
    );
    expect(stateMachineArn).toBe(stack.find("aws:sfn/stateMachine:StateMachine", name).state.arn);
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject(machine);
  }
});

test("EventBridge takes the rules with their targets, and its Scheduler the schedule", async () => {
  const client = new EventBridgeClient(moto.settings);
  for (const { inputs } of all("aws:cloudwatch/eventRule:EventRule")) {
    const rule = ruleOf(inputs);
    await client.send(sent.note("events", new PutRuleCommand(rule)));
    expect(await client.send(new DescribeRuleCommand({ Name: rule.Name }))).toMatchObject(rule);
  }
  for (const { inputs, name } of all("aws:cloudwatch/eventTarget:EventTarget")) {
    const target = targetOf(inputs, name);
    const answer = await client.send(sent.note("events", new PutTargetsCommand(target)));
    expect(answer.FailedEntryCount).toBe(0);
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: target.Rule }));
    expect(Targets).toMatchObject(target.Targets);
  }
  const scheduler = new SchedulerClient(moto.settings);
  for (const { inputs } of all("aws:scheduler/schedule:Schedule")) {
    const schedule = scheduleOf(inputs);
    await scheduler.send(sent.note("scheduler", new CreateScheduleCommand(schedule)));
    expect(await scheduler.send(new GetScheduleCommand({ Name: schedule.Name }))).toMatchObject(schedule);
  }
});

test("CloudWatch takes the alarms", async () => {
  const client = new CloudWatchClient(moto.settings);
  for (const { inputs } of all("aws:cloudwatch/metricAlarm:MetricAlarm")) {
    const alarm = alarmOf(inputs);
    await client.send(sent.note("cloudwatch", new PutMetricAlarmCommand(alarm)));
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [alarm.AlarmName] }));
    expect(MetricAlarms).toMatchObject([alarm]);
  }
});

test("AWS's models of its APIs know every field of what was sent", async () => {
  expect(
    await faultsOf([{ service: "sqs", operation: "CreateQueue", input: { Name: "queue" } }]),
  ).toHaveLength(1);
  expect(sent.all.length).toBeGreaterThan(30);
  expect(await faultsOf(sent.all)).toEqual([]);
});
