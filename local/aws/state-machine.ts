import { paginateListStateMachines } from "@aws-sdk/client-sfn";
import { awsError } from "../../functions/adapters/aws/aws-error.ts";
import { errorCode } from "../../functions/adapters/system-error.ts";
import { InvalidInput } from "../../functions/errors.ts";
import type { Aws } from "./clients.ts";

export const stateMachineName = (stack: string): string => `citypulse-${stack}-neighbourhood`;

/** The ARN of the neighbourhood pipeline of a stack. Throws InvalidInput where the stack is not in that place. */
export async function findStateMachine(aws: Aws, stack: string): Promise<string> {
  const name = stateMachineName(stack);
  const machines = await listStateMachines(aws);
  const found = machines.get(name);
  if (found !== undefined) return found;
  const stacks = [...machines.keys()].flatMap(
    (other) => other.match(/^citypulse-(.+)-neighbourhood$/)?.[1] ?? [],
  );
  throw new InvalidInput(
    `There is no state machine ${name} in ${placeOf(aws, [...machines.values()])}, among ${machines.size} there.`,
    {
      hint:
        stacks.length > 0
          ? `The stacks there: ${stacks.sort().join(", ")}. Name one of them with --stack, or another place with --region or AWS_PROFILE.`
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
      throw new InvalidInput(`AWS cannot be reached at the region ${region}: its name is not known.`, {
        hint: "Correct --region or AWS_REGION, or look whether this machine is online.",
      });
    throw awsError(`list the state machines of ${region}`, error);
  }
  return machines;
}

/** The region and the account, which every ARN says. */
function placeOf({ region, account }: Aws, arns: readonly string[]): string {
  const number = account ?? arns[0]?.split(":")[4];
  return `the region ${region} of ${number === undefined ? "the account of your AWS credentials" : `the account ${number}`}`;
}
