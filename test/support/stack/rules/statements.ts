import { z } from "zod";
import type { Registered } from "../mocked-stack.ts";
import { labelOf, type Resources, textOf } from "./rule.ts";

const texts = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());

const Statement = z.strictObject({
  Sid: z.string(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.unknown().optional(),
  Action: texts,
  Resource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof Statement>;

const Document = z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(Statement) });

/** Where a type has a policy in its inputs. */
const POLICY_FIELDS: Readonly<Record<string, string>> = {
  "aws:iam/role:Role": "assumeRolePolicy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/policy:Policy": "policy",
  "aws:kms/key:Key": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
};

/** The statements of a resource's own policy; none where it has no policy. Throws where it is none of IAM's. */
export function statementsOf({ type, inputs }: Registered): Statement[] {
  const field = POLICY_FIELDS[type];
  return field === undefined ? [] : Document.parse(JSON.parse(textOf(inputs[field]))).Statement;
}

/** Every statement of every policy, with the resource that it stands in. */
export const allStatements = (
  resources: Resources,
): { readonly where: string; readonly statement: Statement }[] =>
  resources.flatMap((one) => statementsOf(one).map((statement) => ({ where: labelOf(one), statement })));

/** Whether one of the statements refuses whoever comes without TLS, all actions on all these resources. */
export const refusesPlainText = (statements: readonly Statement[], action: string, arns: readonly string[]) =>
  statements.some(
    ({ Effect, Principal, Action, Resource = [], Condition }) =>
      Effect === "Deny" &&
      Principal === "*" &&
      Action.includes(action) &&
      arns.every((arn) => Resource.includes(arn)) &&
      JSON.stringify(Condition) === JSON.stringify({ Bool: { "aws:SecureTransport": "false" } }),
  );
