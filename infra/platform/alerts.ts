import * as aws from "@pulumi/aws";
import { ComponentResource, type ComponentResourceOptions, interpolate, jsonStringify } from "@pulumi/pulumi";
import type { PlacedSettings } from "../config.ts";
import { nameOf } from "../settings/names.ts";

/**
 * Who is told: one topic for failures, alarms and notices, one queue for what could not be delivered. The topic has no key
 * of KMS: alarms, budgets and rules may not use AWS's own, and one of the stack's costs a dollar a month for messages that
 * hold a run's name, its counts and its error, and that go out by e-mail.
 */
export class Alerts extends ComponentResource {
  readonly topic: aws.sns.Topic;
  /** What was to start a run, or to clean up after one, and could not. */
  readonly undelivered: aws.sqs.Queue;

  constructor({ stack, region, account, alerts }: PlacedSettings, options: ComponentResourceOptions) {
    super("citypulse:platform:Alerts", "alerts", {}, options);
    const child = { parent: this };
    this.topic = new aws.sns.Topic(
      "alerts",
      { name: nameOf(stack, "alerts"), displayName: `CityPulse ${stack}` },
      child,
    );
    const ours = { StringEquals: { "aws:SourceAccount": account } };
    const publish = (Sid: string, service: string) => ({
      Sid,
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: this.topic.arn,
    });
    const policy = new aws.sns.TopicPolicy(
      "alerts",
      {
        arn: this.topic.arn,
        policy: jsonStringify({
          Version: "2012-10-17",
          Statement: [
            { ...publish("Alarms", "cloudwatch.amazonaws.com"), Condition: ours },
            { ...publish("Budgets", "budgets.amazonaws.com"), Condition: ours },
            // EventBridge fills in no condition here, so one that asked for the account would never hold:
            // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
            publish("Rules", "events.amazonaws.com"),
            {
              Sid: "TlsOnly",
              Effect: "Deny",
              Principal: "*",
              Action: "sns:Publish",
              Resource: this.topic.arn,
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      },
      child,
    );
    if (alerts.email !== undefined)
      new aws.sns.TopicSubscription(
        "email",
        { topic: this.topic.arn, protocol: "email", endpoint: alerts.email },
        child,
      );
    this.undelivered = new aws.sqs.Queue(
      "undelivered",
      {
        name: nameOf(stack, "undelivered"),
        sqsManagedSseEnabled: true,
        messageRetentionSeconds: 14 * 24 * 3600,
      },
      child,
    );
    new aws.sqs.QueuePolicy(
      "undelivered",
      {
        queueUrl: this.undelivered.id,
        policy: jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Rules",
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: this.undelivered.arn,
              Condition: {
                ArnLike: {
                  "aws:SourceArn": interpolate`arn:aws:events:${region}:${account}:rule/${nameOf(stack, "*")}`,
                },
              },
            },
            {
              Sid: "TlsOnly",
              Effect: "Deny",
              Principal: "*",
              Action: "sqs:*",
              Resource: this.undelivered.arn,
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        }),
      },
      child,
    );
    new aws.budgets.Budget(
      "month",
      {
        name: nameOf(stack, "month"),
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(alerts.monthlyDollars),
        limitUnit: "USD",
        notifications: [notification("ACTUAL", 80, this.topic), notification("FORECASTED", 100, this.topic)],
      },
      // Budgets asks whether it may publish.
      { ...child, dependsOn: [policy] },
    );
    this.registerOutputs({ topic: this.topic.arn });
  }
}

const notification = (notificationType: string, threshold: number, topic: aws.sns.Topic) => ({
  comparisonOperator: "GREATER_THAN",
  notificationType,
  threshold,
  thresholdType: "PERCENTAGE",
  subscriberSnsTopicArns: [topic.arn],
});
