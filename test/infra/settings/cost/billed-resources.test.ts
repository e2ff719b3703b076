import { describe, expect, test } from "vitest";
import { PIPELINES, stackCost } from "../../../../infra/pipelines.ts";
import stack from "../../../fixtures/stack.json" with { type: "json" };
import { dev } from "./dev-stack.ts";

/** The rows of cost that price a type of resource, by a pattern that each of their items must match one of. */
const BILLED: Readonly<Record<string, readonly RegExp[]>> = {
  "aws:budgets/budget:Budget": [/^AWS Budgets/],
  "aws:cloudwatch/dashboard:Dashboard": [/^CloudWatch dashboard/],
  "aws:cloudwatch/eventRule:EventRule": [/^EventBridge rules/],
  "aws:cloudwatch/logGroup:LogGroup": [/^CloudWatch Logs$/],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [/^CloudWatch alarms$/],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [/^gateway endpoint of S3$/, /^interface endpoint of Secrets Manager/],
  "aws:kms/key:Key": [/^KMS$/],
  "aws:lambda/function:Function": [/^Lambda$/, /^Lambda, all others$/],
  "aws:rds/instance:Instance": [/^RDS PostgreSQL/, /^RDS gp3, /],
  "aws:s3/bucket:Bucket": [/^S3, raw posts$/, /^S3, writes and listings$/],
  "aws:scheduler/schedule:Schedule": [/^EventBridge Scheduler$/],
  "aws:secretsmanager/secret:Secret": [/^Secrets Manager$/],
  "aws:sfn/stateMachine:StateMachine": [/^Step Functions$/],
  "aws:sns/topic:Topic": [/^SNS, /],
  "aws:sqs/queue:Queue": [/^SQS, /],
};

/** The types for which AWS charges nothing, and why: they are settings of what is billed above. */
const FREE: Readonly<Record<string, string>> = {
  "aws:cloudwatch/eventTarget:EventTarget": "EventBridge charges no rule on AWS's own events",
  "aws:ec2/securityGroup:SecurityGroup": "part of the VPC",
  "aws:emr/securityConfiguration:SecurityConfiguration": "settings of clusters",
  "aws:iam/instanceProfile:InstanceProfile": "IAM",
  "aws:iam/role:Role": "IAM",
  "aws:iam/rolePolicy:RolePolicy": "IAM",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "IAM",
  "aws:kms/alias:Alias": "a name of the key",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "settings of a function",
  "aws:lambda/permission:Permission": "settings of a function",
  "aws:rds/parameterGroup:ParameterGroup": "settings of the database",
  "aws:rds/subnetGroup:SubnetGroup": "settings of the database",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "expiry is free",
  "aws:s3/bucketObjectv2:BucketObjectv2": "its bytes are in the row of bundles and jobs",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "settings of a bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "settings of a bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "settings of a bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "S3's own keys are free",
  "aws:s3/bucketVersioning:BucketVersioning": "earlier versions go after noncurrentDays",
  "aws:sns/topicPolicy:TopicPolicy": "settings of the topic",
  "aws:sqs/queuePolicy:QueuePolicy": "settings of the queue",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "part of the VPC",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "part of the VPC",
  "awsx:ec2:Vpc": "a VPC without NAT gateways",
};

const types = Object.keys(stack).filter((type) => !/^(citypulse|pulumi):/.test(type));
const { rows } = stackCost(dev);

describe("every type of resource in the stack", () => {
  test.each(types)("%s has its row of cost, or is free", (type) => {
    if (type in FREE) return;
    const patterns = BILLED[type];
    expect(
      patterns,
      `${type} is not priced: give it a row in its pipeline's cost and name it in BILLED, or in FREE with AWS's reason.`,
    ).toBeDefined();
    for (const pattern of patterns ?? [])
      expect(
        rows.some(({ item }) => pattern.test(item)),
        `no row of cost matches ${pattern}`,
      ).toBe(true);
  });

  test("that is known here is in the stack, so that no row is left behind", () => {
    expect([...Object.keys(BILLED), ...Object.keys(FREE)].filter((type) => !types.includes(type))).toEqual(
      [],
    );
  });
});

test("resources that are paid for by their number are as many as are priced", () => {
  // What pipelines share has a row, and a pipeline has its own beside it.
  const quantity = (item: RegExp) =>
    rows.filter((row) => item.test(row.item)).reduce((sum, row) => sum + row.quantity, 0);
  const made = (type: keyof typeof stack) => Object.keys(stack[type]).length;
  expect(quantity(/^CloudWatch alarm/)).toBe(made("aws:cloudwatch/metricAlarm:MetricAlarm"));
  expect(quantity(/^CloudWatch dashboard/)).toBe(made("aws:cloudwatch/dashboard:Dashboard"));
  expect(quantity(/^EventBridge rule/)).toBe(made("aws:cloudwatch/eventRule:EventRule"));
  expect(quantity(/^KMS$/)).toBe(made("aws:kms/key:Key"));
  // RDS makes the one of the database's owner.
  expect(rows.find(({ item, per }) => item === "Secrets Manager" && per === "month")?.quantity).toBe(
    made("aws:secretsmanager/secret:Secret") + 1,
  );
});

test.each(PIPELINES.map((pipeline) => [pipeline.name, pipeline] as const))(
  "the pipeline %s gives rows for its state machine and its functions",
  (_name, pipeline) => {
    const own = pipeline.cost(dev).map(({ item }) => item);
    expect(own).toEqual(expect.arrayContaining(["Step Functions", "Lambda", "CloudWatch Logs"]));
  },
);
