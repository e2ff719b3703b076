import * as aws from "@pulumi/aws";
import {
  ComponentResource,
  type ComponentResourceOptions,
  interpolate,
  type Output,
  output,
} from "@pulumi/pulumi";
import type { ClusterConfiguration } from "../../state-machines/emr/cluster-settings.ts";
import { securityConfiguration } from "../../state-machines/emr/security-configuration.ts";
import type { PlacedSettings } from "../config.ts";
import { nameOf, tagsOf } from "../settings/names.ts";
import { type Artifacts, uploadArtifacts } from "./artifacts.ts";
import { clusterSecurityGroups } from "./cluster-security-groups.ts";
import { diskKey } from "./disk-key.ts";
import type { Network } from "./network.ts";
import { CLUSTER_NODE } from "./node-binaries.ts";
import { makeRole } from "./permissions/role.ts";
import { allow, type Statement } from "./permissions/statement.ts";
import type { Storage } from "./storage.ts";

const SERVICE_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonEMRServicePolicy_v2";

/** Where clusters write their logs, in the bucket of logs. */
export const CLUSTER_LOGS = "emr/";

/** All that a cluster of EMR is made with: roles, network, key, what it loads. The clusters come and go with the runs. */
export class Clusters extends ComponentResource {
  /** What the state machine's createCluster is told; state-machines/emr/cluster-settings.ts takes it. */
  readonly settings: Output<ClusterConfiguration>;

  constructor(
    settings: PlacedSettings,
    {
      storage,
      network,
      artifacts,
    }: { storage: Storage; network: Network; artifacts: Omit<Artifacts, "nodeVersion"> },
    options: ComponentResourceOptions,
  ) {
    super("citypulse:platform:Clusters", "clusters", {}, options);
    const { stack, region, account, cluster } = settings;
    const child = { parent: this };
    const node = makeRole(
      {
        name: nameOf(stack, "emr-node"),
        description: "Of the nodes of clusters",
        trust: { service: "ec2.amazonaws.com" },
        statements: nodeStatements(storage),
      },
      this,
    );
    // The profile has its role's name: permissions to pass the role refer to it.
    const profile = new aws.iam.InstanceProfile(
      "emr-node",
      { name: node.role.name, role: node.role.name },
      { ...child, dependsOn: [node.policy] },
    );
    const service = makeRole(
      {
        name: nameOf(stack, "emr-service"),
        description: "Of EMR, which starts and ends the machines of clusters",
        trust: {
          service: "elasticmapreduce.amazonaws.com",
          account,
          source: interpolate`arn:aws:elasticmapreduce:${region}:${account}:*`,
        },
        managedPolicies: [SERVICE_POLICY],
        statements: [
          allow("PassNodeRole", ["iam:PassRole"], node.role.arn, {
            StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
          }),
          allow(
            "SpotRole",
            ["iam:CreateServiceLinkedRole"],
            interpolate`arn:aws:iam::${account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
            { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
          ),
        ],
      },
      this,
    );
    const key = diskKey(stack, { account, users: [service.role.arn, node.role.arn] }, this);
    const security = new aws.emr.SecurityConfiguration(
      "emr",
      {
        namePrefix: `${nameOf(stack, "emr")}-`,
        configuration: key.arn.apply((arn) => securityConfiguration({ diskKey: arn })),
      },
      child,
    );
    const groups = clusterSecurityGroups(settings, network, this);
    uploadArtifacts({ ...artifacts, nodeVersion: CLUSTER_NODE.version }, storage.artifacts, this);
    this.settings = output({
      release: cluster.release,
      subnetIds: network.subnetIds,
      serviceRole: service.policy.role,
      instanceProfile: profile.name,
      securityGroups: groups,
      securityConfiguration: security.name,
      logUri: interpolate`s3://${storage.logs.id}/${CLUSTER_LOGS}`,
      artifactBucket: storage.artifacts.id,
      node: CLUSTER_NODE,
      idleTimeoutSeconds: cluster.idleTimeoutSeconds,
      tags: tagsOf(stack),
    });
    this.registerOutputs({});
  }
}

/** What the programs on a node may do: read what the run has stored, write its results and the log. */
function nodeStatements({ data, artifacts, logs }: Storage): Statement[] {
  return [
    allow("ListBuckets", ["s3:ListBucket", "s3:GetBucketLocation"], [data.arn, artifacts.arn, logs.arn]),
    allow(
      "ReadArtifacts",
      ["s3:GetObject"],
      ["spark-jobs/*", "node/*"].map((key) => interpolate`${artifacts.arn}/${key}`),
    ),
    // Results as well: before an object is written it is asked whether it is there.
    allow(
      "ReadRun",
      ["s3:GetObject"],
      ["raw/*", "analysis/*", "quarantine/run=*"].map((key) => interpolate`${data.arn}/${key}`),
    ),
    allow(
      "WriteResults",
      ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      [interpolate`${data.arn}/analysis/*`, interpolate`${data.arn}/quarantine/run=*`],
    ),
    allow("WriteLogs", ["s3:PutObject"], interpolate`${logs.arn}/${CLUSTER_LOGS}*`),
  ];
}
