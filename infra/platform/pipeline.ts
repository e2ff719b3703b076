import * as aws from "@pulumi/aws";
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  jsonStringify,
  type Output,
} from "@pulumi/pulumi";
import type { StateMachine } from "../../state-machines/asl.ts";
import type { FunctionArns } from "../../state-machines/functions.ts";
import { nameOf } from "../settings/names.ts";
import { metricAlarms, ownMetric } from "./alarms.ts";
import type { Graph } from "./dashboard.ts";
import type { PipelineFunction } from "./function.ts";
import type { Platform } from "./platform.ts";
import { endedAs, type Runs } from "./runs.ts";
import { startBySchedule } from "./schedule.ts";
import { PipelineStateMachine } from "./state-machine.ts";

/** What a pipeline is made on: the platform, and what all pipelines share about their runs. */
export interface PipelinePlatform extends Platform {
  readonly runs: Runs;
}

/** What a pipeline registers with the stack. */
export interface PipelineArgs {
  readonly definition: Output<StateMachine>;
  /** When it is started and with which input; null if nothing in the stack starts it. */
  readonly schedule: {
    readonly name: string;
    readonly description: string;
    /** EventBridge Scheduler's `cron(...)` or `rate(...)`. */
    readonly expression: string;
    readonly timeZone: string;
    readonly input: Readonly<Record<string, string>>;
  } | null;
  /** Whether people are told how each execution ended. The state machine itself tells of one that failed. */
  readonly notices: boolean;
  /** An alarm if no run has succeeded for so many hours. */
  readonly stale?: { readonly hours: number; readonly description: string };
  /** What the dashboard shows of it, besides its runs. */
  readonly graphs?: readonly Graph[];
  /** Its functions, which the dashboard shows as well. */
  readonly functions: Iterable<PipelineFunction>;
}

/** A pipeline in AWS: its state machine, and what starts it, tells of it and watches it. */
export class Pipeline extends ComponentResource {
  readonly stateMachine: PipelineStateMachine;
  readonly graphs: readonly Graph[];
  readonly functionNames: readonly string[];

  constructor(
    name: string,
    args: PipelineArgs,
    platform: PipelinePlatform,
    options: ComponentResourceOptions,
  ) {
    super("citypulse:platform:Pipeline", name, {}, options);
    const { settings } = platform;
    this.stateMachine = new PipelineStateMachine(name, settings, args.definition, { parent: this });
    if (args.schedule !== null)
      startBySchedule(platform, { ...args.schedule, stateMachine: this.stateMachine }, this);
    if (args.notices) noticeRule(platform, name, this.stateMachine, this);
    if (args.stale !== undefined)
      metricAlarms(platform, this)(`${name}-no-success`, {
        alarmDescription: args.stale.description,
        threshold: args.stale.hours,
        ...ownMetric("HoursSinceSuccess", { Stack: settings.stack, Pipeline: name }),
        // An hour without a sweep says nothing about the runs.
        treatMissingData: "ignore",
      });
    this.graphs = args.graphs ?? [];
    this.functionNames = [...args.functions].map((one) => one.name);
    this.registerOutputs({ stateMachine: this.stateMachine.arn });
  }
}

/** The ARNs of functions, by the names that a state machine calls them. */
export const arnsOf = <Name extends string>(functions: Readonly<Record<Name, PipelineFunction>>) =>
  // `all` keeps the names, but its type does not.
  all(
    Object.fromEntries(
      Object.entries<PipelineFunction>(functions).map(([name, made]) => [name, made.function.arn]),
    ),
  ) as Output<FunctionArns<Name>>;

function noticeRule(
  { settings: { stack, alerts: wanted }, alerts }: Platform,
  pipeline: string,
  { arn }: PipelineStateMachine,
  parent: ComponentResource,
): void {
  const status = [...(wanted.success ? ["SUCCEEDED"] : []), "ABORTED", "TIMED_OUT"];
  const name = `${pipeline}-notices`;
  const rule = new aws.cloudwatch.EventRule(
    name,
    {
      name: nameOf(stack, name),
      description: "Tells how an execution ended",
      eventPattern: jsonStringify(endedAs([arn], status)),
    },
    { parent },
  );
  new aws.cloudwatch.EventTarget(
    name,
    {
      rule: rule.name,
      arn: alerts.topic.arn,
      deadLetterConfig: { arn: alerts.undelivered.arn },
      inputTransformer: {
        inputPaths: { name: "$.detail.name", status: "$.detail.status" },
        inputTemplate: `"CityPulse ${stack}: the run <name> is <status>. Its numbers: npx citypulse runs --stack ${stack}"`,
      },
    },
    { parent: rule },
  );
}
