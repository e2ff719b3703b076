import { clusterConfigurations } from "./cluster-configurations.ts";
import { type InstanceFamilies, type InstanceFleets, instanceFleets } from "./instance-fleets.ts";

/** How a cluster is made. `cluster` is passed to EMR as it is, in the names of its API. */
export interface EmrSettings {
  /** The bucket that holds the pipelines' `spark-jobs/`. */
  readonly artifactBucket: string;
  /**
   * After so many idle seconds the cluster ends itself, whatever became of the execution. Step Functions
   * looks every 300 s whether a step has ended, so take 900 or more.
   */
  readonly idleTimeoutSeconds: number;
  readonly cluster: ClusterSettings;
  readonly fleets: InstanceFleets;
}

/** What configuration decides of RunJobFlow's request: https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html */
export type ClusterSettings = {
  readonly ReleaseLabel: string;
  readonly ServiceRole: string;
  /** The instance profile of the nodes. */
  readonly JobFlowRole: string;
  readonly VisibleToAllUsers: true;
  readonly LogUri: string;
  readonly LogEncryptionKmsKeyId?: string;
  readonly SecurityConfiguration?: string;
  readonly BootstrapActions: readonly {
    readonly Name: string;
    readonly ScriptBootstrapAction: { readonly Path: string; readonly Args: readonly string[] };
  }[];
  readonly Configurations: readonly {
    readonly Classification: string;
    readonly Properties: { readonly [name: string]: string };
  }[];
  readonly Instances: {
    readonly Ec2SubnetIds: readonly string[];
    readonly EmrManagedMasterSecurityGroup?: string;
    readonly EmrManagedSlaveSecurityGroup?: string;
    readonly ServiceAccessSecurityGroup?: string;
  };
  /** The stack's tags; those of the run are added to them. */
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
};

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
  /** The KMS key of the logs; if omitted, S3's own keys. */
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
 * How the state machine creates its clusters. There is no key for SSH: the logs in S3 show what a node did. Throws a
 * RangeError if EMR would refuse the idle timeout.
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
