import { emrFrom, MEASURED_RATES } from "../../../functions/neighbourhood/engine-estimate.ts";
import { CLUSTER_NODE } from "../../../infra/platform/node-binaries.ts";
import { functionName } from "../../../infra/settings/names.ts";
import type { StateMachine } from "../../../state-machines/asl.ts";
import { COMPLIANCE_FUNCTIONS } from "../../../state-machines/compliance/resources.ts";
import { complianceStateMachine } from "../../../state-machines/compliance.ts";
import { emrSettings } from "../../../state-machines/emr/cluster-settings.ts";
import { functionArns, SHARED_FOLDER, SHARED_FUNCTIONS } from "../../../state-machines/functions.ts";
import { HOUSING_FUNCTIONS } from "../../../state-machines/housing/resources.ts";
import { housingStateMachine } from "../../../state-machines/housing.ts";
import { NEIGHBOURHOOD_FUNCTIONS } from "../../../state-machines/neighbourhood/resources.ts";
import { neighbourhoodStateMachine } from "../../../state-machines/neighbourhood.ts";
import type { MockedStack } from "./mocked-stack.ts";

/** The definition of each pipeline with the resources of this stack: a new pipeline is added here. */
export const definitionsOf = (stack: MockedStack): Readonly<Record<string, StateMachine>> => ({
  neighbourhood: neighbourhoodOf(stack),
  housing: housingOf(stack),
  compliance: complianceOf(stack),
});

/** The neighbourhood's definition with the resources of this stack. */
export function neighbourhoodOf(stack: MockedStack) {
  const arn = (type: string, name: string) => textOf(stack.find(type, name).state.arn);
  const id = (type: string, name: string) => textOf(stack.find(type, name).state.id);
  const group = (name: string) => id("aws:ec2/securityGroup:SecurityGroup", name);
  return neighbourhoodStateMachine({
    functions: {
      ...functionArns(NEIGHBOURHOOD_FUNCTIONS, functionArn(stack, "neighbourhood")),
      ...functionArns(SHARED_FUNCTIONS, functionArn(stack, SHARED_FOLDER)),
    },
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

function complianceOf(stack: MockedStack) {
  const arn = (type: string, name: string) => textOf(stack.find(type, name).state.arn);
  return complianceStateMachine({
    functions: {
      ...functionArns(COMPLIANCE_FUNCTIONS, functionArn(stack, "compliance")),
      prepareDatabase: functionArn(stack, SHARED_FOLDER)("prepareDatabase"),
    },
    failureTopic: arn("aws:sns/topic:Topic", "alerts"),
  });
}

function housingOf(stack: MockedStack) {
  return housingStateMachine({
    functions: {
      ...functionArns(HOUSING_FUNCTIONS, functionArn(stack, "housing")),
      ...functionArns(SHARED_FUNCTIONS, functionArn(stack, SHARED_FOLDER)),
    },
    failureTopic: textOf(stack.find("aws:sns/topic:Topic", "alerts").state.arn),
  });
}

/** The ARN of a function that begins in a folder of functions/lambda. */
const functionArn =
  (stack: MockedStack, folder: string) =>
  (name: string): string =>
    textOf(stack.find("aws:lambda/function:Function", functionName(folder, name)).state.arn);

export function textOf(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("A text was expected.");
  return value;
}
