import type {
  PutBucketEncryptionCommandInput,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketOwnershipControlsCommandInput,
  PutBucketPolicyCommandInput,
  PutBucketVersioningCommandInput,
  PutPublicAccessBlockCommandInput,
} from "@aws-sdk/client-s3";
import { z } from "zod";

/**
 * The arguments of the program's buckets as requests to S3. The schemas are strict here and in the files beside this
 * one: an argument that no request carries fails the test.
 */
const Encryption = z.strictObject({
  bucket: z.string(),
  rules: z.array(
    z.strictObject({
      applyServerSideEncryptionByDefault: z.strictObject({ sseAlgorithm: z.literal("AES256") }),
    }),
  ),
});

export function encryptionOf(inputs: unknown) {
  const { bucket, rules } = Encryption.parse(inputs);
  return {
    Bucket: bucket,
    ServerSideEncryptionConfiguration: {
      Rules: rules.map(({ applyServerSideEncryptionByDefault: { sseAlgorithm } }) => ({
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: sseAlgorithm },
      })),
    },
  } satisfies PutBucketEncryptionCommandInput;
}

const Versioning = z.strictObject({
  bucket: z.string(),
  versioningConfiguration: z.strictObject({ status: z.enum(["Enabled", "Suspended"]) }),
});

export function versioningOf(inputs: unknown) {
  const { bucket, versioningConfiguration } = Versioning.parse(inputs);
  return {
    Bucket: bucket,
    VersioningConfiguration: { Status: versioningConfiguration.status },
  } satisfies PutBucketVersioningCommandInput;
}

const Lifecycle = z.strictObject({
  bucket: z.string(),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      status: z.literal("Enabled"),
      filter: z.strictObject({ prefix: z.string() }),
      expiration: z
        .strictObject({ days: z.number().optional(), expiredObjectDeleteMarker: z.boolean().optional() })
        .optional(),
      noncurrentVersionExpiration: z.strictObject({ noncurrentDays: z.number() }).optional(),
      abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: z.number() }).optional(),
    }),
  ),
});

export function lifecycleOf(inputs: unknown) {
  const { bucket, rules } = Lifecycle.parse(inputs);
  return {
    Bucket: bucket,
    LifecycleConfiguration: {
      Rules: rules.map(({ id, status, filter, expiration, noncurrentVersionExpiration, ...rule }) => ({
        ID: id,
        Status: status,
        Filter: { Prefix: filter.prefix },
        ...(expiration && {
          Expiration: given({
            Days: expiration.days,
            ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
          }),
        }),
        ...(noncurrentVersionExpiration && {
          NoncurrentVersionExpiration: { NoncurrentDays: noncurrentVersionExpiration.noncurrentDays },
        }),
        ...(rule.abortIncompleteMultipartUpload && {
          AbortIncompleteMultipartUpload: {
            DaysAfterInitiation: rule.abortIncompleteMultipartUpload.daysAfterInitiation,
          },
        }),
      })),
    },
  } satisfies PutBucketLifecycleConfigurationCommandInput;
}

/** Without the fields that are undefined. */
export const given = <Fields extends object>(fields: Fields): Fields =>
  Object.assign(Object.create(null), JSON.parse(JSON.stringify(fields)));

const Policy = z.strictObject({ bucket: z.string(), policy: z.string() });

export function bucketPolicyOf(inputs: unknown) {
  const { bucket, policy } = Policy.parse(inputs);
  return { Bucket: bucket, Policy: policy } satisfies PutBucketPolicyCommandInput;
}

const PublicAccess = z.strictObject({
  bucket: z.string(),
  blockPublicAcls: z.boolean(),
  blockPublicPolicy: z.boolean(),
  ignorePublicAcls: z.boolean(),
  restrictPublicBuckets: z.boolean(),
});

export function publicAccessOf(inputs: unknown) {
  const block = PublicAccess.parse(inputs);
  return {
    Bucket: block.bucket,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: block.blockPublicAcls,
      BlockPublicPolicy: block.blockPublicPolicy,
      IgnorePublicAcls: block.ignorePublicAcls,
      RestrictPublicBuckets: block.restrictPublicBuckets,
    },
  } satisfies PutPublicAccessBlockCommandInput;
}

const Ownership = z.strictObject({
  bucket: z.string(),
  rule: z.strictObject({ objectOwnership: z.literal("BucketOwnerEnforced") }),
});

export function ownershipOf(inputs: unknown) {
  const { bucket, rule } = Ownership.parse(inputs);
  return {
    Bucket: bucket,
    OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership }] },
  } satisfies PutBucketOwnershipControlsCommandInput;
}
