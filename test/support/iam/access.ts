import { z } from "zod";
import type { MockedStack, Registered } from "../stack/mocked-stack.ts";
import { type Policy, parsePolicy } from "./policy.ts";

/** All policies of a stack, each by the ARN of what it is attached to. Roles' managed policies are not among them. */
export interface Access {
  /** What roles may do. */
  readonly identities: ReadonlyMap<string, Policy>;
  /** Who may take roles on. */
  readonly trusts: ReadonlyMap<string, Policy>;
  /** What buckets, keys, topics, queues and functions say of who may use them. */
  readonly resources: ReadonlyMap<string, Policy>;
}

/** The policies of a stack that ran on mocks. Throws where a role has more than one policy of its own. */
export function accessOf(stack: MockedStack): Access {
  const roles = stack.ofType("aws:iam/role:Role");
  const arnOf = (type: string, name: unknown) =>
    text(
      stack.ofType(type).find(({ state }) => state.id === name),
      "arn",
    );
  const identities = new Map<string, Policy>();
  for (const { inputs } of stack.ofType("aws:iam/rolePolicy:RolePolicy")) {
    const role = arnOf("aws:iam/role:Role", inputs.role);
    if (identities.has(role)) throw new RangeError(`${role} has two policies.`);
    identities.set(role, parsePolicy(inputs.policy));
  }
  const policies = (type: string, holder: (one: Registered) => string) =>
    stack.ofType(type).map((one): [string, Policy] => [holder(one), parsePolicy(one.inputs.policy)]);
  return {
    identities,
    trusts: new Map(roles.map((role) => [text(role, "arn"), parsePolicy(role.inputs.assumeRolePolicy)])),
    resources: new Map([
      ...policies("aws:s3/bucketPolicy:BucketPolicy", ({ inputs }) =>
        arnOf("aws:s3/bucket:Bucket", inputs.bucket),
      ),
      ...policies("aws:sns/topicPolicy:TopicPolicy", ({ inputs }) => z.string().parse(inputs.arn)),
      ...policies("aws:sqs/queuePolicy:QueuePolicy", ({ inputs }) =>
        arnOf("aws:sqs/queue:Queue", inputs.queueUrl),
      ),
      ...policies("aws:kms/key:Key", (key) => text(key, "arn")),
      ...functionPolicies(stack),
    ]),
  };
}

const Permission = z.object({
  action: z.string(),
  function: z.string(),
  principal: z.string(),
  sourceArn: z.string(),
});

/** A function's permissions are the statements of one policy. */
function functionPolicies(stack: MockedStack): Map<string, Policy> {
  const policies = new Map<string, Policy>();
  for (const { name, inputs } of stack.ofType("aws:lambda/permission:Permission")) {
    const permission = Permission.parse(inputs);
    const called = stack
      .ofType("aws:lambda/function:Function")
      .find(({ state }) => state.id === permission.function);
    const Resource = text(called, "arn");
    const statement = {
      Sid: name,
      Effect: "Allow" as const,
      Principal: { Service: [permission.principal] },
      Action: [permission.action],
      Resource: [Resource],
      Condition: { ArnLike: { "aws:SourceArn": [permission.sourceArn] } },
    };
    const earlier = policies.get(Resource)?.Statement ?? [];
    policies.set(Resource, { Version: "2012-10-17", Statement: [...earlier, statement] });
  }
  return policies;
}

const text = (resource: Registered | undefined, field: string): string =>
  z.string().parse(resource?.state[field]);
