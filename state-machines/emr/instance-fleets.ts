/**
 * The machines of a cluster, in units. A unit is what one executor of cluster-configurations.ts takes: four vCPUs, 16 GiB
 * of memory and one volume. The types of a fleet share this shape, or an executor that fits one would not fit another.
 */
export type InstanceTypeConfig = {
  readonly InstanceType: string;
  /** How many units an instance of this type counts. */
  readonly WeightedCapacity: number;
  readonly EbsConfiguration: {
    readonly EbsBlockDeviceConfigs: readonly {
      readonly VolumeSpecification: { readonly VolumeType: "gp3"; readonly SizeInGB: number };
      readonly VolumesPerInstance: number;
    }[];
  };
};

/**
 * The three fleets of RunJobFlow's request: https://docs.aws.amazon.com/emr/latest/APIReference/API_InstanceFleetConfig.html
 * How many units core and task have is the run's matter: the state machine adds core's `TargetOnDemandCapacity` and
 * task's `TargetSpotCapacity`.
 */
export type InstanceFleets = {
  /** Never on Spot: the cluster ends with it. */
  readonly primary: Fleet<"MASTER"> & { readonly TargetOnDemandCapacity: 1; readonly TargetSpotCapacity: 0 };
  /**
   * Never on Spot: HDFS is stored here, each block once (dfs.replication in cluster-configurations.ts), and Spark's
   * application master runs here.
   */
  readonly core: Fleet<"CORE"> & { readonly TargetSpotCapacity: 0 };
  /** On Spot: what is lost with a node is work that others do again. */
  readonly task: Fleet<"TASK"> & {
    readonly TargetOnDemandCapacity: 0;
    readonly LaunchSpecifications: { readonly SpotSpecification: SpotSpecification };
  };
};

type Fleet<Type extends "MASTER" | "CORE" | "TASK"> = {
  readonly Name: string;
  readonly InstanceFleetType: Type;
  readonly InstanceTypeConfigs: readonly InstanceTypeConfig[];
  readonly LaunchSpecifications: {
    /** Also lets a fleet name up to 30 types; without a strategy it is five. */
    readonly OnDemandSpecification: { readonly AllocationStrategy: "lowest-price" };
  };
};

type SpotSpecification = {
  readonly AllocationStrategy: "price-capacity-optimized";
  readonly TimeoutDurationMinutes: number;
  readonly TimeoutAction: "SWITCH_TO_ON_DEMAND";
};

/** EC2's instance families, whose xlarge is one unit and whose 2xlarge is two. */
export interface InstanceFamilies {
  readonly primary: readonly string[];
  readonly core: readonly string[];
  readonly task: readonly string[];
}

/**
 * Graviton, where a vCPU costs less than elsewhere. Those on Spot are more, since each type is a market of its own, and
 * the ones with a disk of their own cost little more there.
 */
export const GRAVITON: InstanceFamilies = {
  primary: ["m7g", "m6g"],
  core: ["m7g", "m6g"],
  task: ["m7g", "m6g", "m7gd", "m6gd"],
};

/** Half of it is HDFS's, cluster-size.ts counts on that; shuffled rows, logs and some room have the rest. */
export const VOLUME_GIB = 128;

/** So long the cluster waits for Spot before it pays the full price; EMR takes 5 to 1440. */
const SPOT_TIMEOUT_MINUTES = 15;

const ON_DEMAND = { AllocationStrategy: "lowest-price" } as const;

/** The fleets of these families. */
export const instanceFleets = (families: InstanceFamilies = GRAVITON): InstanceFleets => ({
  primary: {
    Name: "primary",
    InstanceFleetType: "MASTER",
    TargetOnDemandCapacity: 1,
    TargetSpotCapacity: 0,
    // Any type counts one here: EMR demands it.
    InstanceTypeConfigs: families.primary.map((family) => ofUnits(`${family}.xlarge`, 1)),
    LaunchSpecifications: { OnDemandSpecification: ON_DEMAND },
  },
  core: {
    Name: "core",
    InstanceFleetType: "CORE",
    TargetSpotCapacity: 0,
    InstanceTypeConfigs: families.core.flatMap(bothSizes),
    LaunchSpecifications: { OnDemandSpecification: ON_DEMAND },
  },
  task: {
    Name: "task",
    InstanceFleetType: "TASK",
    TargetOnDemandCapacity: 0,
    InstanceTypeConfigs: families.task.flatMap(bothSizes),
    LaunchSpecifications: {
      SpotSpecification: {
        AllocationStrategy: "price-capacity-optimized",
        TimeoutDurationMinutes: SPOT_TIMEOUT_MINUTES,
        TimeoutAction: "SWITCH_TO_ON_DEMAND",
      },
      OnDemandSpecification: ON_DEMAND,
    },
  },
});

const bothSizes = (family: string) => [ofUnits(`${family}.xlarge`, 1), ofUnits(`${family}.2xlarge`, 2)];

const ofUnits = (type: string, units: number): InstanceTypeConfig => ({
  InstanceType: type,
  WeightedCapacity: units,
  EbsConfiguration: {
    EbsBlockDeviceConfigs: [
      { VolumeSpecification: { VolumeType: "gp3", SizeInGB: VOLUME_GIB }, VolumesPerInstance: units },
    ],
  },
});
