import { hostname, userInfo } from "node:os";
import { z } from "zod";
import { openAws } from "../aws/clients.ts";
import { stackExecutions } from "../aws/executions.ts";
import { namedExecution, runningExecutions } from "../aws/find-execution.ts";
import { StackOptions, stackCommand, withRegion } from "../aws/stack-options.ts";
import { findStateMachine } from "../aws/state-machine.ts";
import { parseOptions } from "../terminal/options.ts";

const Options = StackOptions.extend({
  execution: z.string().min(1, "must be an execution's name or its ARN").optional(),
});
type Options = z.infer<typeof Options>;

/** The error of what was stopped, as the clean-up records it too. */
const ERROR = "Aborted";

/** Stops the execution that is named, or all that run. */
export async function stop(given: unknown): Promise<void> {
  const options = await withRegion(parseOptions(Options, given));
  const aws = await openAws({ region: options.region });
  const machine = await findStateMachine(aws, options.stack);
  const executions = stackExecutions(aws.stepFunctions, machine);
  const running =
    options.execution === undefined
      ? await runningExecutions(executions)
      : [await namedExecution(executions, machine, options.execution)]
          .filter(({ status }) => status === "RUNNING")
          .map(({ arn }) => arn);
  for (const arn of running) await executions.stop(arn, ERROR, causeOf(userInfo().username, hostname()));
  if (options.json) process.stdout.write(`${JSON.stringify({ stopped: running })}\n`);
  else process.stdout.write(running.length === 0 ? nothingRuns(options) : stoppedText(running, options));
}

const causeOf = (user: string, host: string): string => `${user} on ${host} stopped it by "citypulse stop".`;

const nothingRuns = ({ stack, execution }: Options): string =>
  execution === undefined
    ? `Nothing runs on the stack ${stack}.\n`
    : `The execution ${execution} of the stack ${stack} has ended already.\n`;

const stoppedText = (arns: readonly string[], options: Options): string =>
  [
    ...arns.map((arn) => `Stopped    ${arn}`),
    "",
    "Within minutes the clean-up ends the cluster, if there is one, and records the end of the run.",
    `What is stored stays. Started again with its id, the run goes on: ${stackCommand("start --run ID", options)}`,
    "",
  ].join("\n");
