import { all, ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { StateMachine } from "../state-machines/asl.ts";
import { complianceStateMachine } from "../state-machines/compliance.ts";
import { complianceFunctions } from "./compliance/functions.ts";
import { arnsOf, Pipeline, type PipelinePlatform } from "./platform/pipeline.ts";

/** The daily check for posts that X no longer shows: its functions, its state machine, its schedule. */
export class Compliance extends ComponentResource {
  readonly pipeline: Pipeline;

  constructor(platform: PipelinePlatform, options: ComponentResourceOptions) {
    super("citypulse:pipelines:Compliance", "compliance", {}, options);
    const { settings, alerts, runs } = platform;
    const functions = complianceFunctions(platform, this);
    const { prepareDatabase } = runs;
    this.pipeline = new Pipeline(
      "compliance",
      {
        definition: all([arnsOf({ ...functions, prepareDatabase }), alerts.topic.arn]).apply(
          ([arns, failureTopic]): StateMachine => complianceStateMachine({ functions: arns, failureTopic }),
        ),
        schedule: {
          name: "compliance",
          description: "Asks X which stored posts must go",
          expression: settings.compliance.expression,
          timeZone: settings.schedule.timeZone,
          input: {},
        },
        // It runs every day, and the state machine itself tells of a failure.
        notices: false,
        functions: Object.values(functions),
      },
      platform,
      { parent: this },
    );
    this.registerOutputs();
  }
}
