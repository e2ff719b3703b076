import { InvalidInput } from "../../functions/errors.ts";
import { executionArn } from "./arn.ts";
import type { StackExecution, StackExecutions } from "./executions.ts";

/** The execution that a person named, by its ARN or its name. Throws InvalidInput where there is none. */
export async function namedExecution(
  executions: StackExecutions,
  stateMachineArn: string,
  given: string,
): Promise<StackExecution> {
  const all = executionArn(stateMachineArn, "");
  if (given.startsWith("arn:") && !given.startsWith(all))
    throw new InvalidInput(`The execution ${given} is none of this stack, whose executions are ${all}….`, {
      hint: "Name the stack and the region of that execution with --stack and --region.",
    });
  const arn = given.startsWith("arn:") ? given : executionArn(stateMachineArn, given);
  const found = await executions.describe(arn);
  if (found !== undefined) return found;
  throw new InvalidInput(`There is no execution ${given} of ${stateMachineArn}.`, {
    hint: "List them with `citypulse runs --stack`; Step Functions forgets an execution 90 days after its end.",
  });
}

/** The newest execution that runs, or else the newest; undefined where there has been none. */
export async function newestExecution(executions: StackExecutions): Promise<StackExecution | undefined> {
  for (const status of ["RUNNING", undefined] as const)
    for await (const arn of executions.list(status)) return await executions.describe(arn);
  return undefined;
}

/** The ARNs of the executions that run, the newest first. */
export async function runningExecutions(executions: StackExecutions): Promise<string[]> {
  return Array.fromAsync(executions.list("RUNNING"));
}
