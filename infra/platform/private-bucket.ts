import * as aws from "@pulumi/aws";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";

/** What a bucket is called and how long it keeps things. Times are in days. */
export interface PrivateBucketArgs {
  /** The bucket's name begins with it; AWS adds what makes it the only one in the world. At most 37 characters. */
  readonly prefix: string;
  readonly versioned: boolean;
  /** What `pulumi destroy` does with it and its objects. */
  readonly onDestroy: "keep" | "delete";
  /** Objects under the prefix go after so many days. */
  readonly expire?: readonly { readonly prefix: string; readonly days: number }[];
  readonly noncurrentDays?: number;
}

/** A bucket that is encrypted, private to the account, and accepts only TLS. */
export class PrivateBucket extends ComponentResource {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string, args: PrivateBucketArgs, options: ComponentResourceOptions) {
    super("citypulse:platform:PrivateBucket", name, {}, options);
    const child = { parent: this, retainOnDelete: args.onDestroy === "keep" };
    this.bucket = new aws.s3.Bucket(
      name,
      { bucketPrefix: args.prefix, forceDestroy: args.onDestroy === "delete" },
      child,
    );
    const bucket = this.bucket.id;
    new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      child,
    );
    new aws.s3.BucketOwnershipControls(
      name,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      child,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      child,
    );
    // A bucket that never had versions has none. "Suspended" would leave a marker for each object that goes.
    const versioning = args.versioned
      ? [new aws.s3.BucketVersioning(name, { bucket, versioningConfiguration: { status: "Enabled" } }, child)]
      : [];
    new aws.s3.BucketLifecycleConfiguration(
      name,
      { bucket, rules: lifecycleRules(args) },
      // S3 wants to know of versions before rules speak of them.
      { ...child, dependsOn: versioning },
    );
    new aws.s3.BucketPolicy(name, { bucket, policy: tlsOnly(this.bucket) }, child);
    this.registerOutputs({ bucket: this.bucket.id });
  }
}

function lifecycleRules({ expire = [], noncurrentDays, versioned }: PrivateBucketArgs) {
  return [
    {
      id: "unfinished-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    ...(versioned
      ? [
          {
            id: "earlier-versions",
            status: "Enabled",
            filter: { prefix: "" },
            noncurrentVersionExpiration: { noncurrentDays: noncurrentDays ?? 30 },
            expiration: { expiredObjectDeleteMarker: true },
          },
        ]
      : []),
    ...expire.map(({ prefix, days }) => ({
      id: `expire-${prefix.replaceAll("/", "") || "all"}`,
      status: "Enabled",
      filter: { prefix },
      expiration: { days },
    })),
  ];
}

const tlsOnly = ({ arn }: aws.s3.Bucket) =>
  arn.apply((bucket) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucket, `${bucket}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
  );
