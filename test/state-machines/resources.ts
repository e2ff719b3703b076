import { functionArns } from "../../state-machines/asl.ts";
import { emrSettings } from "../../state-machines/emr/cluster-settings.ts";
import {
  NEIGHBOURHOOD_FUNCTIONS,
  type NeighbourhoodResources,
} from "../../state-machines/neighbourhood/resources.ts";
import { clusterConfiguration } from "../support/cluster-configuration.ts";

const functionArn = (name: string): string =>
  `arn:aws:lambda:eu-west-2:123456789012:function:citypulse-neighbourhood-${name}`;

/** What a stack in AWS fills in, with an account and a bucket that do not exist. */
export const exampleResources: NeighbourhoodResources = {
  functions: functionArns(NEIGHBOURHOOD_FUNCTIONS, functionArn),
  failureTopic: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
  dataBucket: "citypulse-data-example",
  emrFrom: 1_000_000,
  emr: emrSettings(clusterConfiguration),
};
