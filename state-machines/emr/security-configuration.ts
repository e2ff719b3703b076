/** The keys of what a cluster writes. */
export interface EncryptionKeys {
  /** The ARN of the KMS key of the nodes' disks. EMR has no other way for EBS volumes. */
  readonly diskKey: string;
  /** The ARN of the KMS key of objects in S3; if omitted, S3's own keys. */
  readonly objectKey?: string;
}

/**
 * What a security configuration of EMR holds, as JSON: everything at rest is encrypted, and a node's role is given out
 * to programs on the node alone (IMDSv2, one hop). Between the nodes nothing is: that needs certificates of one's own,
 * and the nodes talk inside their security groups.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
 */
export const securityConfiguration = ({ diskKey, objectKey }: EncryptionKeys): string =>
  JSON.stringify({
    EncryptionConfiguration: {
      EnableInTransitEncryption: false,
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration:
          objectKey === undefined
            ? { EncryptionMode: "SSE-S3" }
            : { EncryptionMode: "SSE-KMS", AwsKmsKey: objectKey },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: diskKey,
          EnableEbsEncryption: true,
        },
      },
    },
    InstanceMetadataServiceConfiguration: {
      MinimumInstanceMetadataServiceVersion: 2,
      HttpPutResponseHopLimit: 1,
    },
  });
