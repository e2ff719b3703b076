import * as aws from "@pulumi/aws";
import { type ComponentResource, type Input, interpolate, jsonStringify } from "@pulumi/pulumi";
import { nameOf } from "../settings/names.ts";
import { allowOnAny, type Statement } from "./permissions/statement.ts";

/** Whose the key is, and the ARNs of the roles that encrypt disks with it. */
interface KeyUsers {
  readonly account: Input<string>;
  readonly users: readonly Input<string>[];
}

/**
 * The key of the disks of clusters: EMR knows no other way for EBS volumes.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
 */
export function diskKey(stack: string, { account, users }: KeyUsers, parent: ComponentResource): aws.kms.Key {
  const roles = { AWS: [...users] };
  const statements: Statement[] = [
    {
      ...allowOnAny("AccountAdministration", ["kms:*"]),
      Principal: { AWS: interpolate`arn:aws:iam::${account}:root` },
    },
    {
      ...allowOnAny("KeyUse", [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:DescribeKey",
      ]),
      Principal: roles,
    },
    {
      ...allowOnAny("KeyGrants", ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], {
        Bool: { "kms:GrantIsForAWSResource": "true" },
      }),
      Principal: roles,
    },
  ];
  const key = new aws.kms.Key(
    "disks",
    {
      description: "The disks of clusters of EMR",
      enableKeyRotation: true,
      deletionWindowInDays: 7,
      policy: jsonStringify({ Version: "2012-10-17", Statement: statements }),
    },
    { parent },
  );
  new aws.kms.Alias("disks", { name: `alias/${nameOf(stack, "disks")}`, targetKeyId: key.id }, { parent });
  return key;
}
