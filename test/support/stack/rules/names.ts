import type { Registered } from "../mocked-stack.ts";
import { labelOf, ofType, type Resources, type Rule, textOf, withAnother, withInputs } from "./rule.ts";

/** How a type is called in AWS: the field, what comes before the stack's part, the most letters, and what they may be. */
interface Name {
  readonly field: string;
  readonly before?: readonly string[];
  readonly most: number;
  readonly letters?: RegExp;
}

const DASHED = /^[a-z0-9]+(-[a-z0-9]+)*-?$/;

/** AWS's limits: each type's own page of its API says them. A prefix leaves 26 letters for what AWS or Pulumi adds. */
const NAMES: Readonly<Record<string, Name>> = {
  "aws:budgets/budget:Budget": { field: "name", most: 100 },
  "aws:cloudwatch/dashboard:Dashboard": { field: "dashboardName", most: 255 },
  "aws:cloudwatch/eventRule:EventRule": { field: "name", most: 64 },
  "aws:cloudwatch/logGroup:LogGroup": {
    field: "name",
    before: ["/aws/lambda/", "/aws/vendedlogs/states/"],
    most: 512,
    letters: /^[\w./#-]+$/,
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { field: "name", most: 255 },
  "aws:ec2/securityGroup:SecurityGroup": { field: "name", most: 255 },
  "aws:emr/securityConfiguration:SecurityConfiguration": { field: "namePrefix", most: 64 - 26 },
  "aws:iam/instanceProfile:InstanceProfile": { field: "name", most: 128 },
  "aws:iam/role:Role": { field: "name", most: 64 },
  "aws:iam/rolePolicy:RolePolicy": { field: "name", most: 128 },
  "aws:kms/alias:Alias": { field: "name", before: ["alias/"], most: 256, letters: /^[\w/-]+$/ },
  "aws:lambda/function:Function": { field: "name", most: 64 },
  "aws:rds/instance:Instance": { field: "identifier", most: 63 },
  "aws:rds/parameterGroup:ParameterGroup": { field: "namePrefix", most: 255 - 26 },
  "aws:rds/subnetGroup:SubnetGroup": { field: "name", most: 255 },
  "aws:s3/bucket:Bucket": { field: "bucketPrefix", before: ["", "airflow-"], most: 37 },
  "aws:scheduler/schedule:Schedule": { field: "name", most: 64 },
  "aws:secretsmanager/secret:Secret": { field: "namePrefix", most: 512 - 26 },
  "aws:sfn/stateMachine:StateMachine": { field: "name", most: 80 },
  "aws:sns/topic:Topic": { field: "name", most: 256 },
  "aws:sqs/queue:Queue": { field: "name", most: 80 },
};

/** Types that name what they belong to, and have no name of their own. */
const NAMELESS =
  /^(pulumi:|citypulse:|awsx:|aws:s3\/bucket.+:Bucket.+|aws:vpc\/|aws:ec2\/vpcEndpoint|aws:kms\/key|aws:lambda\/(permission|functionEvent)|aws:cloudwatch\/eventTarget|aws:s(ns|qs)\/\w+Policy|aws:sns\/topicSubscription|aws:iam\/rolePolicyAttachment)/;

/** @param stack the name of the stack, of the most letters that it may have. */
export const nameRules = (stack: string): readonly Rule[] => [
  {
    says: "every name begins with that of its stack",
    faults: wrongNames(({ before = [""] }, name) =>
      before.some((one) => name.startsWith(`${one}citypulse-${stack}-`)),
    ),
    breaks: {
      "a name of its own": withInputs("aws:sqs/queue:Queue", "undelivered", { name: "undelivered" }),
      "another stack's": withInputs("aws:sqs/queue:Queue", "undelivered", { name: "citypulse-prod-queue" }),
      "a name that Pulumi would make": withInputs("aws:sqs/queue:Queue", "undelivered", { name: undefined }),
    },
  },
  {
    says: "no name is longer than AWS takes, nor holds a letter that it does not",
    faults: wrongNames(({ most, letters = DASHED }, name) => name.length <= most && letters.test(name)),
    breaks: {
      "a role of 65 letters": withInputs("aws:iam/role:Role", `citypulse-${stack}-neighbourhood-publish`, {
        name: `citypulse-${stack}-`.padEnd(65, "a"),
      }),
      "a bucket's prefix of 38": withInputs("aws:s3/bucket:Bucket", "logs", {
        bucketPrefix: `citypulse-${stack}-`.padEnd(38, "a"),
      }),
      "two hyphens in the database's": withInputs("aws:rds/instance:Instance", "database", {
        identifier: `citypulse-${stack}--database`,
      }),
    },
  },
  {
    says: "every type has its limit here, or no name",
    faults: (resources) =>
      resources.filter(({ type }) => NAMES[type] === undefined && !NAMELESS.test(type)).map(labelOf),
    breaks: { "a new type": withAnother("aws:dynamodb/table:Table", "new", { name: "new" }) },
  },
  {
    says: "no two things of a type have one name",
    faults: (resources) => {
      const names = named(resources).map(({ one, name }) => `${one.type} ${name}`);
      return names.filter((name, index) => names.indexOf(name) !== index);
    },
    breaks: {
      "a name twice": withInputs("aws:cloudwatch/eventRule:EventRule", "ended", {
        name: `citypulse-${stack}-sweep`,
      }),
    },
  },
  {
    says: "everything is made by the stack's provider, which gives it the stack's tags",
    faults: (resources) => [
      ...resources
        .filter(
          ({ type, isComponent, provider }) =>
            !isComponent && !type.startsWith("pulumi:") && provider !== "aws",
        )
        .map(labelOf),
      ...ofType(resources, "awsx:ec2:Vpc")
        .filter(({ provider }) => provider !== "aws")
        .map(labelOf),
      ...ofType(resources, "pulumi:providers:aws")
        .filter(({ inputs }) => inputs.defaultTags !== tagsText(stack))
        .map(labelOf),
    ],
    breaks: {
      "a provider that Pulumi makes up": (resources) =>
        resources.map((one) => ({ ...one, provider: "default" })),
      "no tags": withInputs("pulumi:providers:aws", "aws", { defaultTags: undefined }),
    },
  },
];

const tagsText = (stack: string) => JSON.stringify({ tags: { project: "citypulse", stack } });

const wrongNames =
  (isRight: (rule: Name, name: string) => boolean): Rule["faults"] =>
  (resources) =>
    named(resources)
      .filter(({ rule, name }) => !isRight(rule, name))
      .map(({ one, name }) => `${labelOf(one)} is called "${name}"`);

function named(resources: Resources): { one: Registered; rule: Name; name: string }[] {
  return resources.flatMap((one) => {
    const rule = NAMES[one.type];
    return rule === undefined ? [] : [{ one, rule, name: textOf(one.inputs[rule.field]) }];
  });
}
