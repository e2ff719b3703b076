import * as aws from "@pulumi/aws";
import {
  all,
  type asset,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  type Output,
  output,
} from "@pulumi/pulumi";
import { functionArns } from "../../state-machines/asl.ts";
import { nameOf } from "../settings/names.ts";
import type { Network } from "./network.ts";
import { makeRole } from "./permissions/role.ts";
import { allow, allowOnAny, type Statement } from "./permissions/statement.ts";
import type { Place } from "./place.ts";

/** What a function is made of. */
export interface FunctionArgs {
  readonly place: Place;
  readonly description: string;
  readonly code: asset.AssetArchive;
  readonly environment: Readonly<Record<string, Input<string>>>;
  /** What its code may do, besides writing its log and its traces. */
  readonly statements: readonly Statement[];
  /** In MB; 1,769 of them are a vCPU. */
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly logDays: number;
  /** Only for those that reach the database: inside of it there is no way to the internet. */
  readonly network?: Network | undefined;
}

const NETWORK_INTERFACES = [
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * A function of Lambda with a role and a log of its own. No concurrency is reserved for it: a run calls one function at a
 * time, and a new account has none that could be reserved.
 */
export class PipelineFunction extends ComponentResource {
  readonly function: aws.lambda.Function;
  readonly name: string;

  constructor(name: string, args: FunctionArgs, options: ComponentResourceOptions) {
    super("citypulse:platform:PipelineFunction", name, {}, options);
    const child = { parent: this };
    const { stack, region, account } = args.place;
    this.name = nameOf(stack, name);
    const arn = interpolate`arn:aws:lambda:${region}:${account}:function:${this.name}`;
    const log = new aws.cloudwatch.LogGroup(
      name,
      { name: `/aws/lambda/${this.name}`, retentionInDays: args.logDays },
      child,
    );
    const { role, policy } = makeRole(
      {
        name: this.name,
        description: `Of the function ${this.name} alone`,
        trust: { service: "lambda.amazonaws.com" },
        statements: [
          allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], interpolate`${log.arn}:*`),
          allowOnAny("Tracing", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]),
          ...(args.network === undefined ? [] : networkStatements(arn)),
          ...args.statements,
        ],
      },
      this,
    );
    this.function = new aws.lambda.Function(
      name,
      {
        name: this.name,
        description: args.description,
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: args.code,
        memorySize: args.memoryMb,
        timeout: args.timeoutSeconds,
        environment: { variables: args.environment },
        loggingConfig: { logFormat: "Text", logGroup: log.name },
        tracingConfig: { mode: "Active" },
        ...(args.network === undefined
          ? {}
          : {
              vpcConfig: { subnetIds: args.network.subnetIds, securityGroupIds: [args.network.functions.id] },
            }),
      },
      { ...child, dependsOn: [policy] },
    );
    this.registerOutputs({ arn: this.function.arn });
  }
}

/**
 * Lambda attaches the function to the network by its role; the function's own code may not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
const networkStatements = (functionArn: Input<string>): Statement[] => [
  allowOnAny("NetworkInterfaces", NETWORK_INTERFACES),
  {
    Sid: "NotByTheCode",
    Effect: "Deny",
    Action: NETWORK_INTERFACES,
    Resource: "*",
    Condition: { ArnEquals: { "lambda:SourceFunctionArn": output(functionArn) } },
  },
];

/** The ARNs of the functions that a state machine calls, by what it calls them. */
export function arnsOf<Name extends string>(
  files: Readonly<Record<Name, string>>,
  functions: Readonly<Record<Name, PipelineFunction>>,
): Output<Record<Name, string>> {
  const made = Object.entries<PipelineFunction>(functions).map(
    ([name, one]) => [name, one.function.arn] as const,
  );
  return all(Object.fromEntries(made)).apply((arns) =>
    functionArns(files, (file, name) => {
      const arn = arns[name];
      if (arn === undefined)
        throw new RangeError(`There is no function ${file}, which the state machine calls.`);
      return arn;
    }),
  );
}
