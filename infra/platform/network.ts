import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type InvokeOptions,
  type Output,
} from "@pulumi/pulumi";
import { InvalidInput } from "../../functions/errors.ts";
import { EMR_TAG } from "../../state-machines/emr/cluster-settings.ts";
import type { StackSettings } from "../config.ts";
import { nameOf } from "../settings/names.ts";

/**
 * A VPC without a way to the internet, and so without a NAT gateway: two private subnets in two zones, S3 by a gateway
 * endpoint, which costs nothing, and Secrets Manager by one interface endpoint in one zone.
 */
export class Network extends ComponentResource {
  readonly vpcId: Output<string>;
  readonly subnetIds: Output<string[]>;
  /** What the functions that reach the database are in. */
  readonly functions: aws.ec2.SecurityGroup;
  /** The gateway endpoint's addresses of S3, for rules of security groups. */
  readonly s3PrefixList: Output<string>;

  constructor(
    { stack, region, cidr }: StackSettings,
    availabilityZoneNames: string[],
    options: ComponentResourceOptions,
  ) {
    super("citypulse:platform:Network", "network", {}, options);
    const child = { parent: this };
    const vpc = new awsx.ec2.Vpc(
      "vpc",
      {
        cidrBlock: cidr,
        availabilityZoneNames,
        // The interface endpoint's name is resolved to its private address.
        enableDnsHostnames: true,
        natGateways: { strategy: "None" },
        subnetStrategy: "Auto",
        subnetSpecs: [{ type: "Isolated", name: "private", tags: EMR_TAG }],
        tags: { Name: nameOf(stack, "vpc"), ...EMR_TAG },
      },
      // What awsx makes inside is made by another program, which is told of the provider by this alone.
      { ...child, ...(options.providers && { providers: options.providers }) },
    );
    this.vpcId = vpc.vpcId;
    this.subnetIds = vpc.isolatedSubnetIds;
    const s3 = new aws.ec2.VpcEndpoint(
      "s3",
      {
        vpcId: vpc.vpcId,
        serviceName: `com.amazonaws.${region}.s3`,
        vpcEndpointType: "Gateway",
        routeTableIds: vpc.routeTables.apply((tables) => tables.map(({ id }) => id)),
        tags: { Name: nameOf(stack, "s3") },
      },
      child,
    );
    this.s3PrefixList = s3.prefixListId;
    this.functions = new aws.ec2.SecurityGroup(
      "functions",
      {
        name: nameOf(stack, "functions"),
        description: "Functions that reach the database",
        vpcId: vpc.vpcId,
        // Lambda lets go of its network interfaces late.
        revokeRulesOnDelete: true,
      },
      child,
    );
    const endpoints = new aws.ec2.SecurityGroup(
      "endpoints",
      { name: nameOf(stack, "endpoints"), description: "Endpoints of AWS", vpcId: vpc.vpcId },
      child,
    );
    allowTcp("functions-to-endpoints", 443, this.functions.id, endpoints.id, this);
    new aws.vpc.SecurityGroupEgressRule(
      "functions-to-s3",
      {
        securityGroupId: this.functions.id,
        prefixListId: s3.prefixListId,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      child,
    );
    new aws.ec2.VpcEndpoint(
      "secrets",
      {
        vpcId: vpc.vpcId,
        serviceName: `com.amazonaws.${region}.secretsmanager`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        // One zone is half the price; functions in the other zone reach it as well.
        subnetIds: vpc.isolatedSubnetIds.apply((ids) => ids.slice(0, 1)),
        securityGroupIds: [endpoints.id],
        tags: { Name: nameOf(stack, "secrets") },
      },
      child,
    );
    this.registerOutputs({});
  }
}

/** An old zone in which Lambda and the newer instances are not offered. */
const OLD_ZONES = ["use1-az3"];

/**
 * The first two zones of the region, without those that one must opt in to, which are small. Throws InvalidInput where
 * the account has fewer.
 */
export async function twoZones(region: string, options: InvokeOptions): Promise<string[]> {
  const { names } = await aws.getAvailabilityZones(
    {
      state: "available",
      excludeZoneIds: OLD_ZONES,
      filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    },
    options,
  );
  if (names.length >= 2) return names.slice(0, 2);
  throw new InvalidInput(
    `The account has ${names.length} of the two zones in ${region} that the stack needs.`,
    {
      hint: "Choose another region for aws:region.",
    },
  );
}

/** Lets members of one group open connections to a port of another's: a rule on either side. */
export function allowTcp(
  name: string,
  port: number,
  from: Input<string>,
  to: Input<string>,
  parent: ComponentResource,
): void {
  const tcp = { ipProtocol: "tcp", fromPort: port, toPort: port };
  new aws.vpc.SecurityGroupEgressRule(
    name,
    { ...tcp, securityGroupId: from, referencedSecurityGroupId: to },
    { parent },
  );
  new aws.vpc.SecurityGroupIngressRule(
    name,
    { ...tcp, securityGroupId: to, referencedSecurityGroupId: from },
    { parent },
  );
}
