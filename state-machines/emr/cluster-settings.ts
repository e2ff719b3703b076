import type { EmrSettings } from "../neighbourhood/resources.ts";
import { clusterConfigurations } from "./cluster-configurations.ts";
import { type InstanceFamilies, instanceFleets } from "./instance-fleets.ts";

/** What a stack decides of its clusters. Names, ARNs and URIs are those of its own resources. */
export interface ClusterConfiguration {
  /** EMR's release, `emr-7.14.0` by default; 7.0.0 or newer, for the label of core nodes. */
  readonly release?: string;
  /** Private subnets with a way to S3. EMR takes the one where capacity is best. */
  readonly subnetIds: readonly string[];
  readonly serviceRole: string;
  /** The instance profile of the nodes. */
  readonly instanceProfile: string;
  readonly securityGroups: {
    readonly primary: string;
    readonly coreAndTask: string;
    /** Private subnets need it: it lets EMR itself reach the nodes. */
    readonly serviceAccess: string;
  };
  /** The name of the security configuration; security-configuration.ts says what it holds. */
  readonly securityConfiguration: string;
  readonly logUri: string;
  /** The KMS key of the logs; S3's own keys where it is left out. */
  readonly logKey?: string;
  /** The bucket with the jobs, the bootstrap action and `node/<version>/`. */
  readonly artifactBucket: string;
  readonly node: {
    readonly version: string;
    readonly sha256: { readonly arm64: string; readonly x64: string };
  };
  /** Graviton's by default. */
  readonly families?: InstanceFamilies;
  /** After so many idle seconds a cluster ends itself; 1800 by default, 60 to 604,800. */
  readonly idleTimeoutSeconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** AWS's managed policy of EMR's service role allows nothing without it, on the cluster, subnets and security groups. */
export const EMR_TAG = { "for-use-with-amazon-emr-managed-policies": "true" };

/**
 * How the state machine makes its clusters. There is no key for SSH: what a node did stands in its logs in S3. Throws a
 * RangeError where EMR would refuse the idle timeout.
 */
export function emrSettings(configuration: ClusterConfiguration): EmrSettings {
  const { artifactBucket, node, securityGroups, idleTimeoutSeconds = 1800 } = configuration;
  if (!(idleTimeoutSeconds >= 60 && idleTimeoutSeconds <= 604_800))
    throw new RangeError(
      `The idle timeout of clusters is ${idleTimeoutSeconds} s. EMR takes 60 to 604800: correct the stack's configuration.`,
    );
  return {
    artifactBucket,
    idleTimeoutSeconds,
    fleets: instanceFleets(configuration.families),
    cluster: {
      ReleaseLabel: configuration.release ?? "emr-7.14.0",
      ServiceRole: configuration.serviceRole,
      JobFlowRole: configuration.instanceProfile,
      // EMR's default too; false has no effect any more.
      VisibleToAllUsers: true,
      SecurityConfiguration: configuration.securityConfiguration,
      LogUri: configuration.logUri,
      ...(configuration.logKey === undefined ? {} : { LogEncryptionKmsKeyId: configuration.logKey }),
      BootstrapActions: [
        {
          Name: "Install Node",
          ScriptBootstrapAction: {
            Path: `s3://${artifactBucket}/spark-jobs/bootstrap/install-node.sh`,
            Args: [
              `s3://${artifactBucket}/node/${node.version}`,
              node.version,
              node.sha256.arm64,
              node.sha256.x64,
            ],
          },
        },
      ],
      Configurations: clusterConfigurations,
      Instances: {
        Ec2SubnetIds: configuration.subnetIds,
        EmrManagedMasterSecurityGroup: securityGroups.primary,
        EmrManagedSlaveSecurityGroup: securityGroups.coreAndTask,
        ServiceAccessSecurityGroup: securityGroups.serviceAccess,
      },
      Tags: Object.entries({ ...configuration.tags, ...EMR_TAG }).map(([Key, Value]) => ({ Key, Value })),
    },
  };
}
