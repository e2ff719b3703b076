import * as aws from "@pulumi/aws";
import {
  type asset,
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  interpolate,
  output,
} from "@pulumi/pulumi";
import { SMALL_FUNCTION_MB } from "../settings/function-memory.ts";
import { functionName, nameOf } from "../settings/names.ts";
import { archiveOf } from "./bundle.ts";
import { makeRole } from "./permissions/role.ts";
import { allow, allowOnAny, type Statement } from "./permissions/statement.ts";
import { codeOf, type Platform } from "./platform.ts";

/** The module where a function begins: the variables that it reads are known from it. */
export interface Entry {
  readonly Environment: { readonly shape: object };
}

/** What one function is made of, besides what all have. */
export interface FunctionArgs<Module extends Entry> {
  readonly description: string;
  /** All variables that the module reads, and nothing else. */
  readonly environment: {
    readonly [Variable in keyof Module["Environment"]["shape"]]: Input<string>;
  };
  /** What its code may do, besides writing its log and its traces. */
  readonly statements: readonly Statement[];
  /** Files beside its code. */
  readonly files?: asset.AssetMap;
  /** In MB; 1,769 of them are a vCPU. SMALL_FUNCTION_MB by default. */
  readonly memoryMb?: number;
  /** 900 by default, the most that Lambda has; work that can outgrow it comes in slices. */
  readonly timeoutSeconds?: number;
  /** Whether it reaches the database, and so is inside the network, without a way to the internet. */
  readonly reachesDatabase?: boolean;
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
 * time, and a new account has none that could be reserved. Throws a RangeError if its code was not bundled.
 */
export class PipelineFunction<Module extends Entry = Entry> extends ComponentResource {
  readonly function: aws.lambda.Function;
  /** What it is called in AWS. */
  readonly name: string;

  /** @param part its name after the stack's, by functionName. */
  constructor(
    part: string,
    { timeoutSeconds = 900, memoryMb = SMALL_FUNCTION_MB, ...args }: FunctionArgs<Module>,
    { settings, code, network }: Platform,
    options: ComponentResourceOptions,
  ) {
    super("citypulse:platform:PipelineFunction", part, {}, options);
    const child = { parent: this };
    const { stack, region, account, logDays } = settings;
    this.name = nameOf(stack, part);
    const arn = interpolate`arn:aws:lambda:${region}:${account}:function:${this.name}`;
    const log = new aws.cloudwatch.LogGroup(
      part,
      { name: `/aws/lambda/${this.name}`, retentionInDays: logDays },
      child,
    );
    const isInside = args.reachesDatabase === true;
    const { role, policy } = makeRole(
      {
        name: this.name,
        description: `Of the function ${this.name} alone`,
        trust: { service: "lambda.amazonaws.com" },
        statements: [
          allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], interpolate`${log.arn}:*`),
          allowOnAny("Tracing", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]),
          ...(isInside ? networkStatements(arn) : []),
          ...args.statements,
        ],
      },
      this,
    );
    this.function = new aws.lambda.Function(
      part,
      {
        name: this.name,
        description: args.description,
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: archiveOf(codeOf(code, part), args.files),
        memorySize: memoryMb,
        timeout: timeoutSeconds,
        environment: { variables: args.environment },
        loggingConfig: { logFormat: "Text", logGroup: log.name },
        tracingConfig: { mode: "Active" },
        ...(isInside && {
          vpcConfig: { subnetIds: network.subnetIds, securityGroupIds: [network.functions.id] },
        }),
      },
      { ...child, dependsOn: [policy] },
    );
    this.registerOutputs({ arn: this.function.arn });
  }
}

/**
 * Makes the functions that begin in one folder of functions/lambda. The type argument is the function's module, by which
 * its environment is checked:
 *
 *     make<typeof import("../../functions/lambda/<pipeline>/<file>.ts")>("<name>", {...})
 */
export const functionMaker =
  (folder: string, platform: Platform, parent: ComponentResource) =>
  <Module extends Entry>(name: string, args: FunctionArgs<Module>): PipelineFunction<Module> =>
    new PipelineFunction<Module>(functionName(folder, name), args, platform, { parent });

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
