import type * as aws from "@pulumi/aws";
import { type Input, interpolate } from "@pulumi/pulumi";
import { allow, type Statement } from "./statement.ts";

/** What a function does with the objects under a prefix of the data bucket. */
export interface ObjectAccess {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly remove?: readonly string[];
}

/**
 * Access to objects under these prefixes of the bucket. Its keys may be listed as well: without that S3 answers "forbidden"
 * instead of "not there" for an object that is not there, and a condition on the prefix does not hold for that question.
 */
export function objectStatements(bucket: aws.s3.Bucket, { read, write, remove }: ObjectAccess): Statement[] {
  const under = (prefixes: readonly string[]) =>
    prefixes.map((prefix) => interpolate`${bucket.arn}/${prefix}*`);
  return [
    allow("ListObjects", ["s3:ListBucket"], bucket.arn),
    ...(read ? [allow("ReadObjects", ["s3:GetObject"], under(read))] : []),
    ...(write ? [allow("WriteObjects", ["s3:PutObject"], under(write))] : []),
    ...(remove ? [allow("RemoveObjects", ["s3:DeleteObject"], under(remove))] : []),
  ];
}

/** Signing in to the database as a role, by IAM's token. */
export const loginStatement = (
  role: string,
  { instance, region, account }: { instance: aws.rds.Instance; region: string; account: Input<string> },
): Statement =>
  allow(
    "SignIn",
    ["rds-db:connect"],
    interpolate`arn:aws:rds-db:${region}:${account}:dbuser:${instance.resourceId}/${role}`,
  );

/** Removing earlier versions of objects under these prefixes of the bucket, and the marks of removed ones. */
export const versionStatements = (bucket: aws.s3.Bucket, prefixes: readonly string[]): Statement[] => [
  allow("ListVersions", ["s3:ListBucketVersions"], bucket.arn),
  allow(
    "RemoveVersions",
    ["s3:DeleteObjectVersion"],
    prefixes.map((prefix) => interpolate`${bucket.arn}/${prefix}*`),
  ),
];
