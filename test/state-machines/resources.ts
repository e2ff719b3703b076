import { functionName } from "../../infra/settings/names.ts";
import { emrSettings } from "../../state-machines/emr/cluster-settings.ts";
import { functionArns, SHARED_FOLDER, SHARED_FUNCTIONS } from "../../state-machines/functions.ts";
import {
  NEIGHBOURHOOD_FUNCTIONS,
  type NeighbourhoodResources,
} from "../../state-machines/neighbourhood/resources.ts";
import { clusterConfiguration } from "../support/cluster-configuration.ts";

/** The ARN of a function that begins in a folder of functions/lambda. */
export const functionArn =
  (folder: string) =>
  (name: string): string =>
    `arn:aws:lambda:eu-west-2:123456789012:function:citypulse-${functionName(folder, name)}`;

/** What a stack in AWS fills in, with an account and a bucket that do not exist. */
export const exampleResources: NeighbourhoodResources = {
  functions: {
    ...functionArns(NEIGHBOURHOOD_FUNCTIONS, functionArn("neighbourhood")),
    ...functionArns(SHARED_FUNCTIONS, functionArn(SHARED_FOLDER)),
  },
  failureTopic: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
  dataBucket: "citypulse-data-example",
  emrFrom: 1_000_000,
  emr: emrSettings(clusterConfiguration),
};
