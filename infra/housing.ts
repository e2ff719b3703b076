import { all, ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { StateMachine } from "../state-machines/asl.ts";
import { housingStateMachine } from "../state-machines/housing.ts";
import { housingFunctions } from "./housing/functions.ts";
import { housingSettings } from "./housing/settings.ts";
import { arnsOf, Pipeline, type PipelinePlatform } from "./platform/pipeline.ts";

/** The housing pipeline: its functions, its state machine, its monthly schedule, and what is watched of it. */
export class Housing extends ComponentResource {
  readonly pipeline: Pipeline;

  constructor(platform: PipelinePlatform, options: ComponentResourceOptions) {
    super("citypulse:pipelines:Housing", "housing", {}, options);
    const { settings, alerts, runs } = platform;
    const functions = housingFunctions(platform, this);
    const { prepareDatabase, recordFailure } = runs;
    this.pipeline = new Pipeline(
      "housing",
      {
        definition: all([arnsOf({ ...functions, prepareDatabase, recordFailure }), alerts.topic.arn]).apply(
          ([arns, failureTopic]): StateMachine => housingStateMachine({ functions: arns, failureTopic }),
        ),
        schedule: {
          name: "housing",
          description: "Starts the housing pipeline",
          expression: housingSettings(settings).expression,
          timeZone: settings.schedule.timeZone,
          // A start that is late or made twice is of the same run.
          input: { scheduledTime: "<aws.scheduler.scheduled-time>" },
        },
        notices: true,
        stale: {
          hours: 40 * 24,
          description:
            "No run of housing has succeeded for forty days: the changes of a month can be missed.",
        },
        functions: Object.values(functions),
      },
      platform,
      { parent: this },
    );
    this.registerOutputs();
  }
}
