import {
  DescribeClusterCommand,
  EMRClient,
  ListBootstrapActionsCommand,
  RunJobFlowCommand,
} from "@aws-sdk/client-emr";
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clusterRequestOf } from "../support/aws/cluster-request.ts";
import { INSTALL_MS, type Moto, startMoto } from "../support/aws/moto.ts";
import { sentRequests } from "../support/aws/sent-requests.ts";
import {
  bucketPolicyOf,
  encryptionOf,
  lifecycleOf,
  ownershipOf,
  publicAccessOf,
  versioningOf,
} from "../support/aws/shapes/buckets.ts";
import { faultsOf } from "../support/aws/validate-requests.ts";
import { type MockedStack, mockedStack } from "../support/stack/mocked-stack.ts";

let moto: Moto;
let stack: MockedStack;
let s3: S3Client;
const sent = sentRequests();
beforeAll(async () => {
  [moto, stack] = await Promise.all([startMoto(), mockedStack({ storage: { rawDays: 30 } })]);
  s3 = new S3Client({ ...moto.settings, forcePathStyle: true });
}, INSTALL_MS);
afterAll(() => moto?.stop());

/** The arguments of each of the buckets, of the kind that the end of the type names. */
const each = (kind: string) => {
  const found = stack.ofType(`aws:s3/bucket${kind}:Bucket${kind}`).map(({ inputs }) => inputs);
  expect(found.length).toBeGreaterThan(0);
  return found;
};

test("S3 takes the buckets, each with all that keeps it private", async () => {
  for (const { state } of stack.ofType("aws:s3/bucket:Bucket"))
    await s3.send(sent.note("s3", new CreateBucketCommand({ Bucket: String(state.id) })));
  for (const inputs of each("PublicAccessBlock")) {
    const { Bucket, PublicAccessBlockConfiguration } = publicAccessOf(inputs);
    await s3.send(
      sent.note("s3", new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration })),
    );
    const read = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(read).toMatchObject({ PublicAccessBlockConfiguration });
  }
  for (const inputs of each("OwnershipControls")) {
    const { Bucket, OwnershipControls } = ownershipOf(inputs);
    await s3.send(sent.note("s3", new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls })));
    const read = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(read).toMatchObject({ OwnershipControls });
  }
  for (const inputs of each("ServerSideEncryptionConfiguration")) {
    const { Bucket, ServerSideEncryptionConfiguration } = encryptionOf(inputs);
    await s3.send(
      sent.note("s3", new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration })),
    );
    const read = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(read).toMatchObject({ ServerSideEncryptionConfiguration });
  }
  for (const inputs of each("Policy")) {
    const { Bucket, Policy } = bucketPolicyOf(inputs);
    await s3.send(sent.note("s3", new PutBucketPolicyCommand({ Bucket, Policy })));
    const read = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(read.Policy ?? "")).toEqual(JSON.parse(Policy));
  }
});

test("S3 takes how long things are kept", async () => {
  for (const inputs of each("Versioning")) {
    const { Bucket, VersioningConfiguration } = versioningOf(inputs);
    await s3.send(sent.note("s3", new PutBucketVersioningCommand({ Bucket, VersioningConfiguration })));
    const read = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    expect(read).toMatchObject(VersioningConfiguration);
  }
  for (const inputs of each("LifecycleConfiguration")) {
    const { Bucket, LifecycleConfiguration } = lifecycleOf(inputs);
    await s3.send(
      sent.note("s3", new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration })),
    );
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(Rules).toMatchObject(LifecycleConfiguration.Rules);
  }
});

test("EMR takes the cluster that the definition computes for a run", async () => {
  const client = new EMRClient(moto.settings);
  const request = await clusterRequestOf(stack, { runId: "2026-11-16", core: 2, task: 3 });
  const { JobFlowId: ClusterId = "" } = await client.send(sent.note("emr", new RunJobFlowCommand(request)));
  const { Cluster } = await client.send(new DescribeClusterCommand({ ClusterId }));
  const { Instances = {} } = request;
  expect(Cluster).toMatchObject({
    Name: "citypulse-neighbourhood-2026-11-16",
    ReleaseLabel: request.ReleaseLabel,
    ServiceRole: "citypulse-dev-emr-service",
    LogUri: "s3://citypulse-dev-logs-0000/emr/",
    SecurityConfiguration: request.SecurityConfiguration,
    AutoTerminate: false,
    TerminationProtected: false,
    StepConcurrencyLevel: 1,
    Configurations: request.Configurations,
    Ec2InstanceAttributes: {
      IamInstanceProfile: "citypulse-dev-emr-node",
      EmrManagedMasterSecurityGroup: Instances.EmrManagedMasterSecurityGroup,
      EmrManagedSlaveSecurityGroup: Instances.EmrManagedSlaveSecurityGroup,
      ServiceAccessSecurityGroup: Instances.ServiceAccessSecurityGroup,
    },
  });
  expect(Cluster?.Applications?.map(({ Name }) => Name)).toEqual(["Hadoop", "Spark"]);
  expect(new Set(Cluster?.Tags)).toEqual(new Set(request.Tags));
  const { BootstrapActions } = await client.send(new ListBootstrapActionsCommand({ ClusterId }));
  expect(BootstrapActions).toMatchObject(
    (request.BootstrapActions ?? []).map(({ Name, ScriptBootstrapAction: script }) => ({
      Name,
      ScriptPath: script?.Path,
      Args: script?.Args,
    })),
  );
});

test("AWS's models of its APIs know every field of what was sent", async () => {
  expect(sent.all.map(({ operation }) => operation)).toContain("RunJobFlow");
  expect(await faultsOf(sent.all)).toEqual([]);
});
