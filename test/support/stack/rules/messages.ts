import { type Rule, textOf, withAnother, withInputs, without, wrongOnes } from "./rule.ts";
import { refusesPlainText, statementsOf } from "./statements.ts";

const QUEUE = "aws:sqs/queue:Queue";
const QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy";
const TOPIC = "aws:sns/topic:Topic";
const TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy";

/** Topics without a key of KMS, and why: infra/platform/alerts.ts has it at length. */
const PLAIN_TOPICS: Readonly<Record<string, string>> = {
  alerts: "Alarms, budgets and rules may not use AWS's own key; the messages are e-mails without posts.",
};

export const MESSAGE_RULES: readonly Rule[] = [
  {
    says: "every queue is encrypted",
    faults: (resources) =>
      wrongOnes(
        resources,
        QUEUE,
        ({ sqsManagedSseEnabled, kmsMasterKeyId }) =>
          sqsManagedSseEnabled === true || typeof kmsMasterKeyId === "string",
      ),
    breaks: { "a plain queue": withInputs(QUEUE, "undelivered", { sqsManagedSseEnabled: false }) },
  },
  {
    says: "every topic is encrypted, or says why it is not",
    faults: (resources) =>
      wrongOnes(
        resources,
        TOPIC,
        ({ kmsMasterKeyId }, { name }) => typeof kmsMasterKeyId === "string" || name in PLAIN_TOPICS,
      ),
    breaks: { "a plain topic": withAnother(TOPIC, "news", { name: "news" }) },
  },
  {
    says: "every queue talks TLS alone",
    faults: (resources) =>
      wrongOnes(resources, QUEUE, (_, { state }) =>
        resources.some(
          (one) =>
            one.type === QUEUE_POLICY &&
            one.inputs.queueUrl === state.id &&
            refusesPlainText(statementsOf(one), "sqs:*", [textOf(state.arn)]),
        ),
      ),
    breaks: {
      "a queue without a policy": without(QUEUE_POLICY, "undelivered"),
      "a policy of another queue": withInputs(QUEUE_POLICY, "undelivered", { queueUrl: "other" }),
    },
  },
  {
    says: "every topic talks TLS alone",
    faults: (resources) =>
      wrongOnes(resources, TOPIC, (_, { state }) =>
        resources.some(
          (one) =>
            one.type === TOPIC_POLICY &&
            one.inputs.arn === state.arn &&
            refusesPlainText(statementsOf(one), "sns:Publish", [textOf(state.arn)]),
        ),
      ),
    breaks: {
      "a topic without a policy": without(TOPIC_POLICY, "alerts"),
      "a policy that says nothing": withInputs(TOPIC_POLICY, "alerts", {
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
      }),
    },
  },
];
