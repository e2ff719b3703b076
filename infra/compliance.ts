import { all, ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { StateMachine } from "../state-machines/asl.ts";
import { COMPLIANCE_FUNCTIONS } from "../state-machines/compliance/resources.ts";
import { complianceStateMachine } from "../state-machines/compliance.ts";
import { COMPLIANCE } from "./compliance/entries.ts";
import { complianceFunctions } from "./compliance/functions.ts";
import { arnsOf, type PipelineFunction } from "./platform/function.ts";
import type { Platform } from "./platform/platform.ts";
import { startBySchedule } from "./platform/schedule.ts";
import { PipelineStateMachine } from "./platform/state-machine.ts";

/** The daily check for posts that X no longer shows: its functions, its state machine, its schedule. */
export class Compliance extends ComponentResource {
  readonly stateMachine: PipelineStateMachine;

  constructor(platform: Platform, prepareDatabase: PipelineFunction, options: ComponentResourceOptions) {
    super("citypulse:pipelines:Compliance", "compliance", {}, options);
    const { settings, alerts } = platform;
    const functions = { prepareDatabase, ...complianceFunctions(platform, this) };
    const definition = all([arnsOf(COMPLIANCE_FUNCTIONS, functions), alerts.topic.arn]).apply(
      ([arns, failureTopic]): StateMachine => complianceStateMachine({ functions: arns, failureTopic }),
    );
    this.stateMachine = new PipelineStateMachine(COMPLIANCE, settings, definition, { parent: this });
    startBySchedule(
      platform,
      {
        name: "compliance",
        description: "Asks X which stored posts must go",
        stateMachine: this.stateMachine,
        expression: settings.compliance.expression,
        timeZone: settings.schedule.timeZone,
        input: {},
      },
      this,
    );
    this.registerOutputs({ stateMachine: this.stateMachine.arn });
  }
}
