import { emrFrom } from "../../../functions/neighbourhood/engine-estimate.ts";
import { MEASURED_RATES } from "../../../functions/neighbourhood/engine-rates.ts";
import { CLUSTER_NODE } from "../../../infra/platform/node-binaries.ts";
import { functionArns } from "../../../state-machines/asl.ts";
import { COMPLIANCE_FUNCTIONS } from "../../../state-machines/compliance/resources.ts";
import { complianceStateMachine } from "../../../state-machines/compliance.ts";
import { emrSettings } from "../../../state-machines/emr/cluster-settings.ts";
import { NEIGHBOURHOOD_FUNCTIONS } from "../../../state-machines/neighbourhood/resources.ts";
import { neighbourhoodStateMachine } from "../../../state-machines/neighbourhood.ts";
import type { MockedStack } from "./mocked-stack.ts";

/** The neighbourhood's definition with the resources of this stack. */
export function neighbourhoodOf(stack: MockedStack) {
  const arn = (type: string, name: string) => textOf(stack.find(type, name).state.arn);
  const id = (type: string, name: string) => textOf(stack.find(type, name).state.id);
  const functionArn = (name: string) => arn("aws:lambda/function:Function", name);
  const group = (name: string) => id("aws:ec2/securityGroup:SecurityGroup", name);
  return neighbourhoodStateMachine({
    functions: functionArns(NEIGHBOURHOOD_FUNCTIONS, functionArn),
    failureTopic: arn("aws:sns/topic:Topic", "alerts"),
    dataBucket: id("aws:s3/bucket:Bucket", "data"),
    emrFrom: emrFrom(MEASURED_RATES),
    emr: emrSettings({
      subnetIds: ["subnet-a", "subnet-b"],
      serviceRole: "citypulse-dev-emr-service",
      instanceProfile: "citypulse-dev-emr-node",
      securityGroups: {
        primary: group("emr-primary"),
        coreAndTask: group("emr-core"),
        serviceAccess: group("emr-service"),
      },
      securityConfiguration: id("aws:emr/securityConfiguration:SecurityConfiguration", "emr"),
      logUri: `s3://${id("aws:s3/bucket:Bucket", "logs")}/emr/`,
      artifactBucket: id("aws:s3/bucket:Bucket", "artifacts"),
      node: CLUSTER_NODE,
      tags: { project: "citypulse", stack: "dev" },
    }),
  });
}

/** The compliance check's definition with the resources of this stack. */
export function complianceOf(stack: MockedStack) {
  const arn = (type: string, name: string) => textOf(stack.find(type, name).state.arn);
  const functionArn = (name: string) =>
    arn("aws:lambda/function:Function", name === "prepare-database" ? name : `compliance-${name}`);
  return complianceStateMachine({
    functions: functionArns(COMPLIANCE_FUNCTIONS, functionArn),
    failureTopic: arn("aws:sns/topic:Topic", "alerts"),
  });
}

export function textOf(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("A text was expected.");
  return value;
}
