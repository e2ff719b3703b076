import { expect, test } from "vitest";
import { securityConfiguration } from "../../state-machines/emr/security-configuration.ts";

test("the security configuration encrypts disks and objects, and demands IMDSv2 within the node", () => {
  expect(JSON.parse(securityConfiguration({ diskKey: "disk" }))).toEqual({
    EncryptionConfiguration: {
      EnableInTransitEncryption: false,
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-S3" },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: "disk",
          EnableEbsEncryption: true,
        },
      },
    },
    InstanceMetadataServiceConfiguration: {
      MinimumInstanceMetadataServiceVersion: 2,
      HttpPutResponseHopLimit: 1,
    },
  });
  expect(JSON.parse(securityConfiguration({ diskKey: "disk", objectKey: "objects" }))).toMatchObject({
    EncryptionConfiguration: {
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: "objects" },
      },
    },
  });
});
