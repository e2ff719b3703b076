import { at, labelOf, listOf, type Rule, withAnother, withInputs, wrongOnes } from "./rule.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const VPC = "awsx:ec2:Vpc";

/** What would be a way to the internet, or a rule of a group in a form that is not looked at here. */
const NOT_HERE =
  /^aws:(ec2\/(internetGateway|natGateway|egressOnlyInternetGateway|securityGroupRule|defaultSecurityGroup|route|eip|vpc):|lambda\/functionUrl:)/;

export const NETWORK_RULES: readonly Rule[] = [
  {
    says: "nothing comes in but from another group",
    faults: (resources) =>
      wrongOnes(
        resources,
        INGRESS,
        ({ referencedSecurityGroupId, cidrIpv4, cidrIpv6, prefixListId, ipProtocol }) =>
          typeof referencedSecurityGroupId === "string" &&
          cidrIpv4 === undefined &&
          cidrIpv6 === undefined &&
          prefixListId === undefined &&
          ipProtocol === "tcp",
      ),
    breaks: {
      "the whole world": withInputs(INGRESS, "functions-to-database", { cidrIpv4: "0.0.0.0/0" }),
      "the whole world by IPv6": withInputs(INGRESS, "functions-to-database", { cidrIpv6: "::/0" }),
      "every protocol": withInputs(INGRESS, "functions-to-database", { ipProtocol: "-1" }),
    },
  },
  {
    says: "nothing goes out but to a group, to S3, or inside the network",
    faults: (resources) =>
      wrongOnes(resources, EGRESS, ({ referencedSecurityGroupId, cidrIpv4, cidrIpv6, prefixListId }) => {
        const network = resources.find(({ type }) => type === VPC)?.inputs.cidrBlock;
        const targets = [referencedSecurityGroupId, cidrIpv4, prefixListId].filter(
          (one) => one !== undefined,
        );
        return targets.length === 1 && cidrIpv6 === undefined && [undefined, network].includes(cidrIpv4);
      }),
    breaks: {
      "the whole world": withInputs(EGRESS, "emr-core-inside", { cidrIpv4: "0.0.0.0/0" }),
      "half of it": withInputs(EGRESS, "emr-core-inside", { cidrIpv4: "128.0.0.0/1" }),
      "the whole world by IPv6": withInputs(EGRESS, "functions-to-s3", { cidrIpv6: "::/0" }),
    },
  },
  {
    says: "groups have their rules as resources, where these rules look at them",
    faults: (resources) =>
      wrongOnes(resources, GROUP, ({ ingress, egress }) => ingress === undefined && egress === undefined),
    breaks: {
      "a rule inside of a group": withInputs(GROUP, "functions", {
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      }),
    },
  },
  {
    says: "there is no way to the internet, and no other way for a rule to be made",
    faults: (resources) => resources.filter(({ type }) => NOT_HERE.test(type)).map(labelOf),
    breaks: {
      "a NAT gateway": withAnother("aws:ec2/natGateway:NatGateway", "nat", {}),
      "a rule of the older kind": withAnother("aws:ec2/securityGroupRule:SecurityGroupRule", "all", {}),
      "an address of a function": withAnother(
        "aws:lambda/functionUrl:FunctionUrl",
        "neighbourhood-publish",
        {},
      ),
    },
  },
  {
    says: "the network has isolated subnets alone, in two zones",
    faults: (resources) =>
      wrongOnes(
        resources,
        VPC,
        ({ natGateways, subnetSpecs, availabilityZoneNames }) =>
          at(natGateways, "strategy") === "None" &&
          listOf(subnetSpecs).length > 0 &&
          listOf(subnetSpecs).every((one) => at(one, "type") === "Isolated") &&
          Array.isArray(availabilityZoneNames) &&
          availabilityZoneNames.length === 2,
      ),
    breaks: {
      "a NAT gateway": withInputs(VPC, "vpc", { natGateways: { strategy: "Single" } }),
      "awsx's own choice of it": withInputs(VPC, "vpc", { natGateways: undefined }),
      "a public subnet": withInputs(VPC, "vpc", { subnetSpecs: [{ type: "Isolated" }, { type: "Public" }] }),
      "one zone": withInputs(VPC, "vpc", { availabilityZoneNames: ["us-east-1a"] }),
    },
  },
];
