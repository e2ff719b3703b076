import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { COMPLIANCE } from "./compliance/entries.ts";
import { neighbourhoodAlarms } from "./neighbourhood/alarms.ts";
import { cleanUpFunction } from "./neighbourhood/clean-up-function.ts";
import { neighbourhoodDefinition } from "./neighbourhood/definition.ts";
import { pipelineFunctions } from "./neighbourhood/functions.ts";
import { cleanUpRules, noticeRule } from "./neighbourhood/rules.ts";
import { weeklySchedule } from "./neighbourhood/schedule.ts";
import type { PipelineFunction } from "./platform/function.ts";
import type { Platform } from "./platform/platform.ts";
import { PipelineStateMachine, stateMachineArns } from "./platform/state-machine.ts";

/** The neighbourhood pipeline: its functions, its state machine, what starts it, cleans up after it and watches it. */
export class Neighbourhood extends ComponentResource {
  readonly stateMachine: PipelineStateMachine;
  /** The function that every pipeline begins with. */
  readonly prepareDatabase: PipelineFunction;

  constructor(platform: Platform, options: ComponentResourceOptions) {
    super("citypulse:pipelines:Neighbourhood", "neighbourhood", {}, options);
    const { runRecords, ...functions } = pipelineFunctions(platform, this);
    this.prepareDatabase = functions.prepareDatabase;
    const definition = neighbourhoodDefinition(platform, functions);
    this.stateMachine = new PipelineStateMachine("neighbourhood", platform.settings, definition, {
      parent: this,
    });
    const compliance = stateMachineArns(COMPLIANCE, platform.settings);
    const executions = [this.stateMachine.executions, compliance.executions];
    const cleanUp = cleanUpFunction(platform, { runRecords, executions }, this);
    weeklySchedule(platform, this.stateMachine, this);
    // The check holds the pipeline's lease, so its end is the pipeline's business too.
    const stateMachines = [this.stateMachine.arn, compliance.arn];
    cleanUpRules(platform, { stateMachines, cleanUp }, this);
    noticeRule(platform, this.stateMachine, this);
    neighbourhoodAlarms(platform, this.stateMachine, this);
    this.registerOutputs({ stateMachine: this.stateMachine.arn });
  }
}
