import type { InstanceFleets } from "../emr/instance-fleets.ts";
import type { FunctionArns, SHARED_FUNCTIONS } from "../functions.ts";

/** The pipeline's own functions. */
export const NEIGHBOURHOOD_FUNCTIONS = [
  "extractPosts",
  "analyse",
  "planCluster",
  "listResults",
  "loadResults",
  "publish",
  "closeRun",
] as const;
export type NeighbourhoodFunction = (typeof NEIGHBOURHOOD_FUNCTIONS)[number];

/** What the machine refers to. On the laptop the names stand for themselves: nothing is called by them. */
export interface NeighbourhoodResources {
  readonly functions: FunctionArns<NeighbourhoodFunction | (typeof SHARED_FUNCTIONS)[number]>;
  /** The ARN of the SNS topic that hears of every failure. */
  readonly failureTopic: string;
  /** The name of the bucket that is the object store. */
  readonly dataBucket: string;
  readonly emr: EmrSettings;
  /** From so many records on, the engine `auto` takes EMR: emrFrom in functions/neighbourhood/engine-estimate.ts says it. */
  readonly emrFrom: number;
  /** After this the execution is ended, whatever it does; 24 hours by default. */
  readonly executionTimeoutSeconds?: number;
}

/** How the cluster is made. `cluster` is passed on to EMR as it stands, in the names of its API. */
export interface EmrSettings {
  /** The bucket that holds `spark-jobs/neighbourhood/*.sql`. */
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
