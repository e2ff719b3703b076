import type { CreateRoleCommandInput, PutRolePolicyCommandInput } from "@aws-sdk/client-iam";
import type { CreateSecretCommandInput } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";

/** The arguments of the program's roles and its secret as requests to IAM and Secrets Manager. */
const Role = z.strictObject({ name: z.string(), description: z.string(), assumeRolePolicy: z.string() });

export function roleOf(inputs: unknown) {
  const { name, description, assumeRolePolicy } = Role.parse(inputs);
  return {
    RoleName: name,
    Description: description,
    AssumeRolePolicyDocument: assumeRolePolicy,
  } satisfies CreateRoleCommandInput;
}

const RolePolicy = z.strictObject({ name: z.string(), role: z.string(), policy: z.string() });

export function rolePolicyOf(inputs: unknown) {
  const { name, role, policy } = RolePolicy.parse(inputs);
  return { RoleName: role, PolicyName: name, PolicyDocument: policy } satisfies PutRolePolicyCommandInput;
}

const Secret = z.strictObject({ namePrefix: z.string(), description: z.string() });

/** @param suffix what Pulumi completes the name by. */
export function secretOf(inputs: unknown, suffix: string) {
  const { namePrefix, description } = Secret.parse(inputs);
  return { Name: namePrefix + suffix, Description: description } satisfies CreateSecretCommandInput;
}
