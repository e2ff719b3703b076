/** The account, in which nothing is. */
export const ACCOUNT = "123456789012";

type Values = Readonly<Record<string, unknown>>;

/** What AWS would answer to the program's questions. Throws for one that is not known here. */
export function mockInvoke(token: string, region: string): Values {
  if (token === "aws:index/getCallerIdentity:getCallerIdentity") return { accountId: ACCOUNT };
  if (token === "aws:index/getAvailabilityZones:getAvailabilityZones")
    return { names: ["a", "b", "c"].map((zone) => region + zone) };
  throw new Error(`The program asks ${token}, which no answer is written for.`);
}

/** Services whose ARNs name neither region nor account. */
const GLOBAL: Readonly<Record<string, (name: string) => string>> = {
  "aws:s3/bucket:Bucket": (name) => `arn:aws:s3:::${name}`,
  "aws:iam/role:Role": (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  "aws:iam/instanceProfile:InstanceProfile": (name) => `arn:aws:iam::${ACCOUNT}:instance-profile/${name}`,
};

/** What an ARN has before the name, after the account. */
const REGIONAL: Readonly<Record<string, string>> = {
  "aws:lambda/function:Function": "lambda:REGION:ACCOUNT:function:",
  "aws:sfn/stateMachine:StateMachine": "states:REGION:ACCOUNT:stateMachine:",
  "aws:sns/topic:Topic": "sns:REGION:ACCOUNT:",
  "aws:sqs/queue:Queue": "sqs:REGION:ACCOUNT:",
  "aws:cloudwatch/logGroup:LogGroup": "logs:REGION:ACCOUNT:log-group:",
  "aws:cloudwatch/eventRule:EventRule": "events:REGION:ACCOUNT:rule/",
  "aws:kms/key:Key": "kms:REGION:ACCOUNT:key/",
  "aws:secretsmanager/secret:Secret": "secretsmanager:REGION:ACCOUNT:secret:",
};

/** What a resource is called in AWS: by its input, or as AWS would complete it. */
function nameOf(type: string, logical: string, inputs: Values): string {
  for (const field of ["name", "bucket", "identifier"]) {
    const given = inputs[field];
    if (typeof given === "string" && type !== "aws:s3/bucketObjectv2:BucketObjectv2") return given;
  }
  for (const field of ["bucketPrefix", "namePrefix"]) {
    const prefix = inputs[field];
    if (typeof prefix === "string") return `${prefix}0000`;
  }
  return `${logical}-0000`;
}

/** The id and the outputs of a resource, with the ARN that AWS would give it. */
export function mockOutputs(
  type: string,
  logical: string,
  inputs: Values,
  region: string,
): { readonly id: string; readonly state: Values } {
  const name = nameOf(type, logical, inputs);
  const regional = REGIONAL[type]?.replace("REGION", region).replace("ACCOUNT", ACCOUNT);
  const arn = GLOBAL[type]?.(name) ?? (regional === undefined ? undefined : `arn:aws:${regional}${name}`);
  return { id: name, state: { ...inputs, name, ...(arn && { arn }), ...special(type, name, region) } };
}

function special(type: string, name: string, region: string): Values {
  switch (type) {
    case "awsx:ec2:Vpc":
      return {
        vpcId: "vpc-0000",
        isolatedSubnetIds: ["subnet-a", "subnet-b"],
        routeTables: [{ id: "rtb-a" }, { id: "rtb-b" }],
      };
    case "aws:ec2/vpcEndpoint:VpcEndpoint":
      return { prefixListId: "pl-0000" };
    case "aws:rds/instance:Instance":
      return {
        address: `${name}.0000.${region}.rds.amazonaws.com`,
        endpoint: `${name}.0000.${region}.rds.amazonaws.com:5432`,
        resourceId: "db-0000",
        masterUserSecrets: [
          {
            secretArn: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:rds!db-0000`,
            secretStatus: "active",
          },
        ],
      };
    default:
      return {};
  }
}
