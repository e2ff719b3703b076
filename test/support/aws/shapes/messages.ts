import type {
  CreateTopicCommandInput,
  SetTopicAttributesCommandInput,
  SubscribeCommandInput,
} from "@aws-sdk/client-sns";
import type { CreateQueueCommandInput, SetQueueAttributesCommandInput } from "@aws-sdk/client-sqs";
import { z } from "zod";

/** The arguments of the program's topic and queue as requests to SNS and SQS. */
const Topic = z.strictObject({ name: z.string(), displayName: z.string() });

export function topicOf(inputs: unknown) {
  const { name, displayName } = Topic.parse(inputs);
  return { Name: name, Attributes: { DisplayName: displayName } } satisfies CreateTopicCommandInput;
}

const TopicPolicy = z.strictObject({ arn: z.string(), policy: z.string() });

export function topicPolicyOf(inputs: unknown) {
  const { arn, policy } = TopicPolicy.parse(inputs);
  return {
    TopicArn: arn,
    AttributeName: "Policy",
    AttributeValue: policy,
  } satisfies SetTopicAttributesCommandInput;
}

const Subscription = z.strictObject({ topic: z.string(), protocol: z.literal("email"), endpoint: z.email() });

export function subscriptionOf(inputs: unknown) {
  const { topic, protocol, endpoint } = Subscription.parse(inputs);
  return { TopicArn: topic, Protocol: protocol, Endpoint: endpoint } satisfies SubscribeCommandInput;
}

const Queue = z.strictObject({
  name: z.string(),
  sqsManagedSseEnabled: z.boolean(),
  messageRetentionSeconds: z.number(),
});

export function queueOf(inputs: unknown) {
  const { name, sqsManagedSseEnabled, messageRetentionSeconds } = Queue.parse(inputs);
  return {
    QueueName: name,
    Attributes: {
      SqsManagedSseEnabled: String(sqsManagedSseEnabled),
      MessageRetentionPeriod: String(messageRetentionSeconds),
    },
  } satisfies CreateQueueCommandInput;
}

const QueuePolicy = z.strictObject({ queueUrl: z.string(), policy: z.string() });

export function queuePolicyOf(inputs: unknown) {
  const { queueUrl, policy } = QueuePolicy.parse(inputs);
  return { QueueUrl: queueUrl, Attributes: { Policy: policy } } satisfies SetQueueAttributesCommandInput;
}
