import { all, ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { functionMaker } from "../../../infra/platform/function.ts";
import { arnsOf, Pipeline, type PipelinePlatform } from "../../../infra/platform/pipeline.ts";
import { databaseFiles, roleLogin } from "../../../infra/platform/platform.ts";
import type { StateMachine } from "../../../state-machines/asl.ts";
import { tidesStateMachine } from "./state-machine.ts";

/** The pipeline in AWS: its functions, its state machine, its schedule. */
export class Tides extends ComponentResource {
  readonly pipeline: Pipeline;

  constructor(platform: PipelinePlatform, options: ComponentResourceOptions) {
    super("citypulse:pipelines:Tides", "tides", {}, options);
    const { alerts, runs } = platform;
    const { environment, statement } = roleLogin(platform);
    const make = functionMaker("tides", platform, this);
    const inDatabase = {
      environment,
      files: databaseFiles(platform),
      statements: [statement],
      reachesDatabase: true,
    };
    const functions = {
      measureTides: make<typeof import("./lambda/measure-tides.ts")>("measureTides", {
        description: "Stores the heights of a day",
        ...inDatabase,
      }),
      closeRun: make<typeof import("./lambda/close-run.ts")>("closeRun", {
        description: "Writes how a run ended",
        ...inDatabase,
      }),
    };
    const { prepareDatabase, recordFailure } = runs;
    this.pipeline = new Pipeline(
      "tides",
      {
        definition: all([arnsOf({ ...functions, prepareDatabase, recordFailure }), alerts.topic.arn]).apply(
          ([arns, failureTopic]): StateMachine => tidesStateMachine({ functions: arns, failureTopic }),
        ),
        schedule: {
          name: "tides",
          description: "Measures the tides of a day",
          expression: "rate(1 day)",
          timeZone: "Europe/London",
          input: { scheduledTime: "<aws.scheduler.scheduled-time>" },
        },
        notices: true,
        stale: { hours: 48, description: "The tides of two days are missing." },
        functions: Object.values(functions),
      },
      platform,
      { parent: this },
    );
    this.registerOutputs();
  }
}
