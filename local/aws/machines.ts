import { paginateListStateMachines } from "@aws-sdk/client-sfn";
import { awsError } from "../../functions/adapters/aws/requests.ts";
import { errorCode } from "../../functions/adapters/system-error.ts";
import { InvalidInput } from "../../functions/errors.ts";
import { nameOf } from "../../infra/settings/names.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { PIPELINES } from "../pipelines.ts";
import { plural } from "../terminal/format.ts";
import type { Aws } from "./clients.ts";
import { type StackExecutions, stackExecutions } from "./executions.ts";

/** The state machine of a pipeline in a stack. */
export interface StackMachine {
  readonly arn: string;
  /** `citypulse-dev-neighbourhood`. */
  readonly name: string;
  readonly pipeline: PipelineExecutions;
  readonly executions: StackExecutions;
}

/**
 * The state machines of a stack, in the order in which the pipelines are registered: all of them, or the one of the
 * pipeline `wanted`. Throws InvalidInput if the stack has none in that region and account, or not this one.
 */
export async function findMachines(aws: Aws, stack: string, wanted?: string): Promise<StackMachine[]> {
  const all = await listStateMachines(aws);
  const deployed = PIPELINES.flatMap(({ name, executions }) => {
    const machine = nameOf(stack, name);
    const arn = all.get(machine);
    return arn === undefined ? [] : [{ name, machine, arn, executions }];
  });
  if (deployed.length === 0) throw missingStack(aws, stack, all);
  const found = deployed.filter(({ name }) => wanted === undefined || name === wanted);
  if (found.length === 0)
    throw new InvalidInput(
      `The stack ${stack} has no pipeline ${wanted}: there is no state machine ${nameOf(stack, wanted ?? "")} in ${placeOf(aws, [...all.values()])}.`,
      {
        hint: `Its pipelines are ${deployed.map(({ name }) => name).join(", ")}. Enable ${wanted} in Pulumi.${stack}.yaml and deploy the stack with \`pulumi up\`.`,
      },
    );
  return Promise.all(
    found.map(async ({ machine, arn, executions }) => ({
      arn,
      name: machine,
      pipeline: await executions(),
      executions: stackExecutions(aws.stepFunctions, arn),
    })),
  );
}

function missingStack(aws: Aws, stack: string, all: ReadonlyMap<string, string>): InvalidInput {
  const pipelines = PIPELINES.map(({ name }) => name).join("|");
  const pattern = new RegExp(`^${nameOf("(.+)", `(?:${pipelines})`)}$`);
  const stacks = new Set([...all.keys()].flatMap((name) => name.match(pattern)?.[1] ?? []));
  return new InvalidInput(
    `There is no state machine of the stack ${stack} in ${placeOf(aws, [...all.values()])}, which has ${plural(all.size, "state machine")}.`,
    {
      hint:
        stacks.size > 0
          ? `The stacks there: ${[...stacks].sort().join(", ")}. Name one of them with --stack, or another place with --region or AWS_PROFILE.`
          : "Deploy the stack with `pulumi up`, or name its place with --region and AWS_PROFILE.",
    },
  );
}

/** The ARNs of all state machines, by their names. */
async function listStateMachines({ stepFunctions, region }: Aws): Promise<Map<string, string>> {
  const machines = new Map<string, string>();
  try {
    for await (const page of paginateListStateMachines({ client: stepFunctions }, {})) {
      for (const { name, stateMachineArn } of page.stateMachines ?? [])
        if (name !== undefined && stateMachineArn !== undefined) machines.set(name, stateMachineArn);
    }
  } catch (error) {
    if (errorCode(error) === "ENOTFOUND")
      throw new InvalidInput(`AWS cannot be reached in the region ${region}: there is no such host.`, {
        hint: "Correct --region or AWS_REGION, or check that this machine is online.",
      });
    throw awsError(`list the state machines of ${region}`, error);
  }
  return machines;
}

/** The region and the account, which every ARN contains. */
function placeOf({ region, account }: Aws, arns: readonly string[]): string {
  const number = account ?? arns[0]?.split(":")[4];
  return `the region ${region} of ${number === undefined ? "the account of your AWS credentials" : `the account ${number}`}`;
}
