import { all, ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { METRICS_NAMESPACE } from "../functions/lambda/metrics.ts";
import { emrFrom, MEASURED_RATES } from "../functions/neighbourhood/engine-estimate.ts";
import type { StateMachine } from "../state-machines/asl.ts";
import { emrSettings } from "../state-machines/emr/cluster-settings.ts";
import { neighbourhoodStateMachine } from "../state-machines/neighbourhood.ts";
import { neighbourhoodFunctions } from "./neighbourhood/functions.ts";
import { metricAlarms, ownMetric } from "./platform/alarms.ts";
import type { Graph } from "./platform/dashboard.ts";
import { arnsOf, Pipeline, type PipelinePlatform } from "./platform/pipeline.ts";

const DAY = 86_400;

/** The neighbourhood pipeline: its functions, its state machine, its weekly schedule, and what is watched of it. */
export class Neighbourhood extends ComponentResource {
  readonly pipeline: Pipeline;

  constructor(platform: PipelinePlatform, options: ComponentResourceOptions) {
    super("citypulse:pipelines:Neighbourhood", "neighbourhood", {}, options);
    const { settings } = platform;
    const { owner, expression, timeZone } = settings.schedule;
    const functions = neighbourhoodFunctions(platform, this);
    this.pipeline = new Pipeline(
      "neighbourhood",
      {
        definition: neighbourhoodDefinition(platform, functions),
        schedule:
          owner === "eventbridge"
            ? {
                name: "weekly",
                description: "Starts the neighbourhood pipeline",
                expression,
                timeZone,
                // A start that is late or made twice is of the same run.
                input: { scheduledTime: "<aws.scheduler.scheduled-time>" },
              }
            : null,
        notices: true,
        stale: {
          hours: 8 * 24,
          description:
            "No run has succeeded for eight days. X's search reaches back seven: posts are being lost.",
        },
        graphs: graphsOf(settings.stack),
        functions: Object.values(functions),
      },
      platform,
      { parent: this },
    );
    metricAlarms(platform, this)("rejected", {
      alarmDescription:
        "More of a run's records than usual could not be used; quarantine/ has each with its reason.",
      threshold: settings.alerts.rejectedShare,
      ...ownMetric("RejectedShare", { Stack: settings.stack }),
    });
    this.registerOutputs();
  }
}

/** The definition that the laptop and the tests run, with the stack's own resources. */
function neighbourhoodDefinition(
  { settings, storage, clusters, alerts, runs }: PipelinePlatform,
  functions: ReturnType<typeof neighbourhoodFunctions>,
): Output<StateMachine> {
  const { prepareDatabase, recordFailure } = runs;
  return all([
    arnsOf({ ...functions, prepareDatabase, recordFailure }),
    alerts.topic.arn,
    storage.data.id,
    clusters.settings,
  ]).apply(
    ([arns, failureTopic, dataBucket, cluster]): StateMachine =>
      neighbourhoodStateMachine({
        functions: arns,
        failureTopic,
        dataBucket,
        emr: emrSettings(cluster),
        emrFrom: settings.analysis.emrFrom ?? emrFrom(MEASURED_RATES),
      }),
  );
}

const graphsOf = (stack: string): readonly Graph[] => [
  {
    title: "Posts of a run",
    stat: "Maximum",
    period: DAY,
    metrics: [[METRICS_NAMESPACE, "PostsAccepted", "Stack", stack]],
  },
  {
    title: "Share of records that could not be used",
    stat: "Maximum",
    period: DAY,
    metrics: [[METRICS_NAMESPACE, "RejectedShare", "Stack", stack]],
  },
];
