import * as aws from "@pulumi/aws";
import {
  ComponentResource,
  type ComponentResourceOptions,
  interpolate,
  type Output,
  output,
} from "@pulumi/pulumi";
import type { StateMachine } from "../../state-machines/asl.ts";
import type { Place, PlacedSettings } from "../config.ts";
import { nameOf } from "../settings/names.ts";
import { makeRole } from "./permissions/role.ts";
import { taskStatements, watchStatements } from "./permissions/state-machine.ts";

/** What a pipeline's state machine is called, its ARN and a pattern of its executions', known before it is made. */
export function stateMachineArns(pipeline: string, { stack, region, account }: Place) {
  const name = nameOf(stack, pipeline);
  return {
    name,
    arn: interpolate`arn:aws:states:${region}:${account}:stateMachine:${name}`,
    executions: interpolate`arn:aws:states:${region}:${account}:execution:${name}:*`,
  };
}

/** A state machine of the kind Standard, with its log, its traces, and a role that follows from its definition. */
export class PipelineStateMachine extends ComponentResource {
  readonly stateMachine: aws.sfn.StateMachine;
  readonly name: string;
  /** Known before the state machine is made, so that what it is made of may name it. */
  readonly arn: Output<string>;
  /** A pattern of the ARNs of its executions. */
  readonly executions: Output<string>;

  constructor(
    pipeline: string,
    settings: PlacedSettings,
    definition: Output<StateMachine>,
    options: ComponentResourceOptions,
  ) {
    super("citypulse:platform:PipelineStateMachine", pipeline, {}, options);
    const child = { parent: this };
    const { region, account, logDays } = settings;
    const arns = stateMachineArns(pipeline, settings);
    this.name = arns.name;
    this.arn = arns.arn;
    this.executions = arns.executions;
    // Step Functions adds logs that begin so to one policy of the account instead of a growing list.
    const log = new aws.cloudwatch.LogGroup(
      pipeline,
      { name: `/aws/vendedlogs/states/${this.name}`, retentionInDays: logDays },
      child,
    );
    const { role, policy } = makeRole(
      {
        name: `${this.name}-states`,
        description: `Of the state machine ${this.name} alone`,
        trust: { service: "states.amazonaws.com", account, source: this.arn },
        statements: definition.apply((machine) =>
          output(account).apply((id) => [
            ...taskStatements(machine, { account: id, region }),
            ...watchStatements(),
          ]),
        ),
      },
      this,
    );
    this.stateMachine = new aws.sfn.StateMachine(
      pipeline,
      {
        name: this.name,
        type: "STANDARD",
        roleArn: role.arn,
        definition: definition.apply((machine) => JSON.stringify(machine)),
        // What fails is in it; inputs and outputs hold keys and counts, never posts.
        loggingConfiguration: {
          level: "ERROR",
          includeExecutionData: true,
          logDestination: interpolate`${log.arn}:*`,
        },
        tracingConfiguration: { enabled: true },
      },
      // Without the policy Step Functions cannot create its rules, and refuses the state machine.
      { ...child, dependsOn: [policy] },
    );
    this.registerOutputs({ arn: this.stateMachine.arn });
  }
}
