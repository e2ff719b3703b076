import { expect, test } from "vitest";
import { HDFS_BYTES_PER_UNIT } from "../../functions/neighbourhood/engine-estimate.ts";
import { emrSettings } from "../../state-machines/emr/cluster-settings.ts";
import { VOLUME_GIB } from "../../state-machines/emr/instance-fleets.ts";
import { clusterConfiguration as configuration } from "../support/cluster-configuration.ts";

const { cluster, fleets, idleTimeoutSeconds, artifactBucket } = emrSettings(configuration);
const all = [fleets.primary, fleets.core, fleets.task];

test("the primary and the core nodes are never on Spot", () => {
  expect(fleets.primary).toMatchObject({ TargetOnDemandCapacity: 1, TargetSpotCapacity: 0 });
  expect(fleets.core).toMatchObject({ TargetSpotCapacity: 0 });
  for (const { LaunchSpecifications } of [fleets.primary, fleets.core])
    expect(LaunchSpecifications).not.toHaveProperty("SpotSpecification");
});

test("the task nodes are on Spot, with a way back to on demand", () => {
  expect(fleets.task.TargetOnDemandCapacity).toBe(0);
  const { SpotSpecification } = fleets.task.LaunchSpecifications;
  expect(SpotSpecification).toMatchObject({
    AllocationStrategy: "price-capacity-optimized",
    TimeoutAction: "SWITCH_TO_ON_DEMAND",
  });
  expect(SpotSpecification.TimeoutDurationMinutes).toBeGreaterThanOrEqual(5);
  // createCluster.sync waits for an hour.
  expect(SpotSpecification.TimeoutDurationMinutes).toBeLessThanOrEqual(30);
});

test("every fleet has several types, each with a positive weight, and one volume for each unit", () => {
  for (const { Name, InstanceTypeConfigs } of all) {
    const types = InstanceTypeConfigs.map(({ InstanceType }) => InstanceType);
    expect(new Set(types).size, Name).toBe(types.length);
    expect(types.length, Name).toBeGreaterThan(1);
    expect(types.length, Name).toBeLessThanOrEqual(30);
    for (const { InstanceType, WeightedCapacity, EbsConfiguration } of InstanceTypeConfigs) {
      expect(WeightedCapacity, InstanceType).toBe(InstanceType.endsWith(".2xlarge") ? 2 : 1);
      expect(EbsConfiguration.EbsBlockDeviceConfigs, InstanceType).toEqual([
        { VolumeSpecification: { VolumeType: "gp3", SizeInGB: 128 }, VolumesPerInstance: WeightedCapacity },
      ]);
    }
  }
});

test("the families can be chosen", () => {
  const chosen = emrSettings({
    ...configuration,
    families: { primary: ["m5", "m5a"], core: ["m5"], task: ["m5", "m6a"] },
  });
  expect(chosen.fleets.task.InstanceTypeConfigs.map(({ InstanceType }) => InstanceType)).toEqual([
    "m5.xlarge",
    "m5.2xlarge",
    "m6a.xlarge",
    "m6a.2xlarge",
  ]);
});

test("the size of a cluster counts on half of the volumes that it gets", () => {
  expect(HDFS_BYTES_PER_UNIT).toBe((VOLUME_GIB / 2) * 2 ** 30);
});

test("nobody reaches a node by SSH, and what is stored is encrypted", () => {
  expect(cluster.Instances).not.toHaveProperty("Ec2KeyName");
  expect(cluster).toMatchObject({
    SecurityConfiguration: "citypulse-encrypted",
    LogUri: "s3://citypulse-logs-example/emr/",
    LogEncryptionKmsKeyId: configuration.logKey,
  });
});

test("EMR's managed policies find their tag beside the stack's", () => {
  expect(cluster.Tags).toEqual([
    { Key: "citypulse:stack", Value: "dev" },
    { Key: "for-use-with-amazon-emr-managed-policies", Value: "true" },
  ]);
});

test("Node is installed from the bucket, in the version and with the hashes that are configured", () => {
  const { node } = configuration;
  expect(cluster.BootstrapActions).toEqual([
    {
      Name: "Install Node",
      ScriptBootstrapAction: {
        Path: `s3://${artifactBucket}/spark-jobs/bootstrap/install-node.sh`,
        Args: [`s3://${artifactBucket}/node/24.21.0`, "24.21.0", node.sha256.arm64, node.sha256.x64],
      },
    },
  ]);
});

test("application masters stay on core nodes, and a block of HDFS lies there once", () => {
  const properties = Object.fromEntries(
    cluster.Configurations.map(({ Classification, Properties }) => [Classification, Properties]),
  );
  expect(properties["yarn-site"]).toEqual({
    "yarn.node-labels.enabled": "true",
    "yarn.node-labels.am.default-node-label-expression": "CORE",
  });
  expect(properties["hdfs-site"]).toEqual({ "dfs.replication": "1" });
  expect(properties["spark-defaults"]).toMatchObject({
    "spark.executor.cores": "4",
    "spark.executorEnv.PATH": expect.stringMatching(/^\/usr\/local\/bin:/),
  });
});

test.for([59, 604_801, Number.NaN])("an idle timeout of %d s is refused", (seconds) => {
  expect(() => emrSettings({ ...configuration, idleTimeoutSeconds: seconds })).toThrow(
    `The idle timeout of clusters is ${seconds} s. EMR takes 60 to 604800`,
  );
});

test("an idle timeout is passed on; left out, it lets Step Functions look between steps", () => {
  expect(emrSettings({ ...configuration, idleTimeoutSeconds: 60 }).idleTimeoutSeconds).toBe(60);
  expect(idleTimeoutSeconds).toBeGreaterThanOrEqual(900);
});
