import type { Registered } from "../mocked-stack.ts";
import {
  at,
  type Inputs,
  labelOf,
  listOf,
  ofType,
  type Resources,
  type Rule,
  textOf,
  withAnother,
  withInputs,
  without,
} from "./rule.ts";
import { refusesPlainText, statementsOf } from "./statements.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const PUBLIC_ACCESS = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

const ENDLESS = [{ id: "unfinished-uploads", status: "Enabled", filter: { prefix: "" } }];

export const BUCKET_RULES: readonly Rule[] = [
  {
    says: "every bucket is encrypted",
    faults: eachHas(ENCRYPTION, ({ rules }) =>
      ["AES256", "aws:kms"].includes(
        textOf(at(rules, 0, "applyServerSideEncryptionByDefault", "sseAlgorithm")),
      ),
    ),
    breaks: {
      "a bucket without it": without(ENCRYPTION, "logs"),
      "a bucket with another algorithm": withInputs(ENCRYPTION, "logs", { rules: [{}] }),
      "a new bucket with nothing": withAnother(BUCKET, "new", {}),
    },
  },
  {
    says: "no bucket lets the public in",
    faults: eachHas(PUBLIC_ACCESS, (inputs) =>
      ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
        (field) => inputs[field] === true,
      ),
    ),
    breaks: {
      "a bucket without it": without(PUBLIC_ACCESS, "data"),
      "a bucket that takes public policies": withInputs(PUBLIC_ACCESS, "data", { blockPublicPolicy: false }),
    },
  },
  {
    says: "the objects of every bucket are its owner's",
    faults: eachHas(OWNERSHIP, ({ rule }) => at(rule, "objectOwnership") === "BucketOwnerEnforced"),
    breaks: {
      "a bucket without it": without(OWNERSHIP, "airflow"),
      "a bucket with lists of access": withInputs(OWNERSHIP, "airflow", {
        rule: { objectOwnership: "ObjectWriter" },
      }),
    },
  },
  {
    says: "every bucket talks TLS alone",
    faults: eachHas(POLICY, (_, bucket, policy) => {
      const arn = textOf(bucket.state.arn);
      return refusesPlainText(statementsOf(policy), "s3:*", [arn, `${arn}/*`]);
    }),
    breaks: {
      "a bucket without it": without(POLICY, "artifacts"),
      "a bucket whose policy says nothing": withInputs(POLICY, "artifacts", {
        policy: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
      }),
    },
  },
  {
    says: "every bucket clears up unfinished uploads",
    faults: eachHas(LIFECYCLE, ({ rules }) =>
      listOf(rules).some(
        (rule) => isOn(rule) && at(rule, "abortIncompleteMultipartUpload", "daysAfterInitiation") === 7,
      ),
    ),
    breaks: {
      "a bucket without it": without(LIFECYCLE, "logs"),
      "a bucket that keeps them": withInputs(LIFECYCLE, "logs", { rules: ENDLESS }),
    },
  },
  {
    says: "no bucket keeps earlier versions for ever",
    faults: (resources) =>
      ofType(resources, VERSIONING).flatMap((versioning) => {
        const { rules } = ofBucket(resources, LIFECYCLE, versioning.inputs.bucket)?.inputs ?? {};
        const ends = listOf(rules).some(
          (rule) => isOn(rule) && Number(at(rule, "noncurrentVersionExpiration", "noncurrentDays")) > 0,
        );
        return ends ? [] : [labelOf(versioning)];
      }),
    breaks: { "versions without an end": withInputs(LIFECYCLE, "data", { rules: ENDLESS }) },
  },
  {
    says: "no bucket keeps markers of what it never had: versions are on, or were never",
    faults: (resources) =>
      ofType(resources, VERSIONING)
        .filter(({ inputs }) => at(inputs.versioningConfiguration, "status") !== "Enabled")
        .map(labelOf),
    breaks: {
      "versions that were stopped": withInputs(VERSIONING, "data", {
        versioningConfiguration: { status: "Suspended" },
      }),
    },
  },
];

const isOn = (rule: unknown): boolean =>
  at(rule, "status") === "Enabled" && at(rule, "filter", "prefix") === "";

const ofBucket = (resources: Resources, type: string, bucket: unknown): Registered | undefined =>
  ofType(resources, type).find(({ inputs }) => inputs.bucket === bucket);

/** Each bucket has a resource of the type that is right. */
function eachHas(
  type: string,
  isRight: (inputs: Inputs, bucket: Registered, resource: Registered) => boolean,
): Rule["faults"] {
  return (resources) =>
    ofType(resources, BUCKET).flatMap((bucket) => {
      const its = ofBucket(resources, type, bucket.state.id);
      return its !== undefined && isRight(its.inputs, bucket, its) ? [] : [labelOf(bucket)];
    });
}
