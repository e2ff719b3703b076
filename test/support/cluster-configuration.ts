import type { ClusterConfiguration } from "../../state-machines/emr/cluster-settings.ts";

/** What a stack decides, with an account and buckets that do not exist. */
export const clusterConfiguration: ClusterConfiguration = {
  subnetIds: ["subnet-1", "subnet-2"],
  serviceRole: "arn:aws:iam::123456789012:role/citypulse-emr-service",
  instanceProfile: "citypulse-emr-nodes",
  securityGroups: { primary: "sg-1", coreAndTask: "sg-2", serviceAccess: "sg-3" },
  securityConfiguration: "citypulse-encrypted",
  logUri: "s3://citypulse-logs-example/emr/",
  logKey: "arn:aws:kms:eu-west-2:123456789012:key/00000000-0000-0000-0000-000000000000",
  artifactBucket: "citypulse-artifacts-example",
  node: { version: "24.21.0", sha256: { arm64: "a".repeat(64), x64: "b".repeat(64) } },
  tags: { "citypulse:stack": "dev" },
};
