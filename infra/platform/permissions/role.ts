import * as aws from "@pulumi/aws";
import { type Input, jsonStringify, type Resource } from "@pulumi/pulumi";
import type { Statement } from "./statement.ts";

/** Who may take a role on: a service of AWS, for this account, and where it is known, for one thing of it. */
export interface Trust {
  readonly service: string;
  /** Keeps the service from being talked into taking the role on for somebody else's account. */
  readonly account?: Input<string>;
  /** The ARN, or a pattern of it, of the thing on whose behalf the service may act. */
  readonly source?: Input<string>;
}

/** What a role may do, and who may be it. */
export interface RoleArgs {
  readonly name: string;
  readonly description: string;
  readonly trust: Trust;
  readonly statements: Input<readonly Statement[]>;
  readonly managedPolicies?: readonly string[];
}

/** A role with one policy. A resource that depends on `policy` is created after it. */
export interface RoleWithPolicy {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicy;
}

/** Makes a role for one thing alone. */
export function makeRole(
  { name, description, trust, statements, managedPolicies = [] }: RoleArgs,
  parent: Resource,
): RoleWithPolicy {
  const role = new aws.iam.Role(
    name,
    { name, description, assumeRolePolicy: trustPolicy(trust) },
    { parent },
  );
  const document = jsonStringify({ Version: "2012-10-17", Statement: statements });
  const policy = new aws.iam.RolePolicy(name, { name, role: role.name, policy: document }, { parent: role });
  for (const policyArn of managedPolicies)
    new aws.iam.RolePolicyAttachment(
      `${name}-${policyArn.split("/").at(-1)}`,
      { role: role.name, policyArn },
      { parent: role },
    );
  return { role, policy };
}

function trustPolicy({ service, account, source }: Trust) {
  const Condition = {
    ...(account === undefined ? {} : { StringEquals: { "aws:SourceAccount": account } }),
    ...(source === undefined ? {} : { ArnLike: { "aws:SourceArn": source } }),
  };
  return jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Trust",
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
      },
    ],
  });
}
