import type { NeighbourhoodResources } from "../../state-machines/neighbourhood/resources.ts";

const functionArn = (name: string): string =>
  `arn:aws:lambda:eu-west-2:123456789012:function:citypulse-neighbourhood-${name}`;

/** What a stack in AWS fills in, with an account and a bucket that do not exist. */
export const exampleResources: NeighbourhoodResources = {
  functions: {
    prepareDatabase: functionArn("prepare-database"),
    extractPosts: functionArn("extract-posts"),
    analyse: functionArn("analyse"),
    loadResults: functionArn("load-results"),
    publish: functionArn("publish"),
    closeRun: functionArn("close-run"),
    recordFailure: functionArn("record-failure"),
  },
  failureTopic: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
  dataBucket: "citypulse-data-example",
  emrFrom: 1_000_000,
  emr: {
    artifactBucket: "citypulse-artifacts-example",
    idleTimeoutSeconds: 1800,
    cluster: {
      ReleaseLabel: "emr-7.14.0",
      ServiceRole: "arn:aws:iam::123456789012:role/citypulse-emr-service",
      JobFlowRole: "citypulse-emr-nodes",
      LogUri: "s3://citypulse-logs-example/emr/",
      LogEncryptionKmsKeyId: "arn:aws:kms:eu-west-2:123456789012:key/00000000-0000-0000-0000-000000000000",
      SecurityConfiguration: "citypulse-encrypted",
      BootstrapActions: [
        {
          Name: "Install Node",
          ScriptBootstrapAction: {
            Path: "s3://citypulse-artifacts-example/spark-jobs/bootstrap.sh",
            Args: ["s3://citypulse-artifacts-example/node/"],
          },
        },
      ],
      Configurations: [
        { Classification: "spark-defaults", Properties: { "spark.sql.session.timeZone": "UTC" } },
      ],
      Instances: {
        InstanceFleets: [
          {
            Name: "primary",
            InstanceFleetType: "MASTER",
            TargetOnDemandCapacity: 1,
            TargetSpotCapacity: 0,
            InstanceTypeConfigs: [{ InstanceType: "m5.xlarge", WeightedCapacity: 1 }],
          },
          {
            Name: "core",
            InstanceFleetType: "CORE",
            TargetOnDemandCapacity: 2,
            TargetSpotCapacity: 0,
            InstanceTypeConfigs: [{ InstanceType: "m5.xlarge", WeightedCapacity: 1 }],
          },
          {
            Name: "task",
            InstanceFleetType: "TASK",
            TargetOnDemandCapacity: 0,
            TargetSpotCapacity: 4,
            InstanceTypeConfigs: [
              { InstanceType: "m5.xlarge", WeightedCapacity: 1 },
              { InstanceType: "m5a.xlarge", WeightedCapacity: 1 },
            ],
            LaunchSpecifications: {
              SpotSpecification: {
                TimeoutDurationMinutes: 15,
                TimeoutAction: "SWITCH_TO_ON_DEMAND",
                AllocationStrategy: "price-capacity-optimized",
              },
            },
          },
        ],
        Ec2SubnetIds: ["subnet-00000000000000000"],
        EmrManagedMasterSecurityGroup: "sg-00000000000000001",
        EmrManagedSlaveSecurityGroup: "sg-00000000000000002",
        ServiceAccessSecurityGroup: "sg-00000000000000003",
      },
      Tags: [
        { Key: "citypulse:stack", Value: "dev" },
        { Key: "for-use-with-amazon-emr-managed-policies", Value: "true" },
      ],
    },
  },
};
