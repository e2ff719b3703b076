import { InvalidInput } from "../../functions/errors.ts";
import { list } from "../terminal/format.ts";
import { executionArn, type StackExecution } from "./executions.ts";
import type { StackMachine } from "./machines.ts";

/** An execution, and the machine that it belongs to. */
export interface FoundExecution {
  readonly machine: StackMachine;
  readonly execution: StackExecution;
}

/**
 * The execution that a person named, by its ARN or by its name in any of the machines. Throws InvalidInput if there is
 * none, or if several machines have one of that name.
 */
export async function namedExecution(
  machines: readonly StackMachine[],
  given: string,
): Promise<FoundExecution> {
  const isArn = given.startsWith("arn:");
  const candidates = machines.filter(({ arn }) => !isArn || given.startsWith(executionArn(arn, "")));
  if (candidates.length === 0)
    throw new InvalidInput(
      `The execution ${given} does not belong to this stack, whose executions are ${list(machines.map(({ arn }) => `${executionArn(arn, "")}…`))}.`,
      {
        hint: "Name the stack, the region and the pipeline of that execution with --stack, --region and --pipeline.",
      },
    );
  const found: FoundExecution[] = [];
  for (const machine of candidates) {
    const execution = await machine.executions.describe(isArn ? given : executionArn(machine.arn, given));
    if (execution !== undefined) found.push({ machine, execution });
  }
  const [first, ...others] = found;
  if (first === undefined)
    throw new InvalidInput(`There is no execution ${given} of ${list(candidates.map(({ name }) => name))}.`, {
      hint: "List them with `citypulse runs --stack`. Step Functions forgets an execution 90 days after its end.",
    });
  if (others.length > 0) {
    const pipelines = found.map(({ machine }) => machine.pipeline.name);
    throw new InvalidInput(`The pipelines ${list(pipelines)} each have an execution ${given}.`, {
      hint: `Name the one you mean with --pipeline ${pipelines[0]}, or give its ARN.`,
    });
  }
  return first;
}

/** The newest execution of any machine that is running, or else the newest; undefined if there has been none. */
export async function newestExecution(
  machines: readonly StackMachine[],
): Promise<FoundExecution | undefined> {
  for (const status of ["RUNNING", undefined] as const) {
    const found: FoundExecution[] = [];
    for (const machine of machines)
      for await (const arn of machine.executions.list(status)) {
        const execution = await machine.executions.describe(arn);
        if (execution !== undefined) found.push({ machine, execution });
        break;
      }
    found.sort((left, right) => right.execution.startedAt.getTime() - left.execution.startedAt.getTime());
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

/** The ARNs of the executions that are running, with their machines; those of one machine newest first. */
export async function runningExecutions(
  machines: readonly StackMachine[],
): Promise<{ readonly machine: StackMachine; readonly arn: string }[]> {
  const running = await Promise.all(
    machines.map(async (machine) => {
      const arns = await Array.fromAsync(machine.executions.list("RUNNING"));
      return arns.map((arn) => ({ machine, arn }));
    }),
  );
  return running.flat();
}
