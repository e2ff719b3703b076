import * as aws from "@pulumi/aws";
import type { ComponentResource } from "@pulumi/pulumi";
import { EMR_TAG } from "../../state-machines/emr/cluster-settings.ts";
import type { StackSettings } from "../config.ts";
import { nameOf } from "../settings/names.ts";
import type { Network } from "./network.ts";

/**
 * The security groups of clusters. EMR itself adds the rules by which nodes and EMR talk to each other, so there are none
 * here for incoming traffic: no one signs in to a node. Outgoing traffic stays in the network, except to S3.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
 */
export function clusterSecurityGroups(
  { stack, cidr }: StackSettings,
  network: Network,
  parent: ComponentResource,
) {
  const group = (name: string, description: string) =>
    new aws.ec2.SecurityGroup(
      name,
      {
        name: nameOf(stack, name),
        description,
        vpcId: network.vpcId,
        tags: EMR_TAG,
        // The groups come to name each other in the rules that EMR adds.
        revokeRulesOnDelete: true,
      },
      { parent },
    );
  const primary = group("emr-primary", "Primary nodes of clusters");
  const coreAndTask = group("emr-core", "Core and task nodes of clusters");
  const serviceAccess = group("emr-service", "EMR itself, where it reaches nodes");
  for (const [name, nodes] of Object.entries({ "emr-primary": primary, "emr-core": coreAndTask })) {
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-inside`,
      { securityGroupId: nodes.id, cidrIpv4: cidr, ipProtocol: "-1" },
      { parent },
    );
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-to-s3`,
      {
        securityGroupId: nodes.id,
        prefixListId: network.s3PrefixList,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      { parent },
    );
  }
  return { primary: primary.id, coreAndTask: coreAndTask.id, serviceAccess: serviceAccess.id };
}
