import { all, type Output } from "@pulumi/pulumi";
import { emrFrom } from "../../functions/neighbourhood/engine-estimate.ts";
import { MEASURED_RATES } from "../../functions/neighbourhood/engine-rates.ts";
import type { StateMachine } from "../../state-machines/asl.ts";
import { emrSettings } from "../../state-machines/emr/cluster-settings.ts";
import {
  NEIGHBOURHOOD_FUNCTIONS,
  type NeighbourhoodFunction,
} from "../../state-machines/neighbourhood/resources.ts";
import { neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { arnsOf, type PipelineFunction } from "../platform/function.ts";
import type { Platform } from "../platform/platform.ts";

/** The definition that the laptop and the tests run, with the stack's own resources. */
export function neighbourhoodDefinition(
  { settings, storage, clusters, alerts }: Platform,
  functions: Readonly<Record<NeighbourhoodFunction, PipelineFunction>>,
): Output<StateMachine> {
  return all([
    arnsOf(NEIGHBOURHOOD_FUNCTIONS, functions),
    alerts.topic.arn,
    storage.data.id,
    clusters.settings,
  ]).apply(
    ([functionArns, failureTopic, dataBucket, cluster]): StateMachine =>
      neighbourhoodStateMachine({
        functions: functionArns,
        failureTopic,
        dataBucket,
        emr: emrSettings(cluster),
        emrFrom: settings.analysis.emrFrom ?? emrFrom(MEASURED_RATES),
      }),
  );
}
