import { hostname, userInfo } from "node:os";
import type { z } from "zod";
import { openAws } from "../aws/clients.ts";
import { executionName } from "../aws/executions.ts";
import { namedExecution, runningExecutions } from "../aws/find-execution.ts";
import { findMachines, type StackMachine } from "../aws/machines.ts";
import {
  ExecutionOption,
  StackOptions,
  stackCommand,
  startCommand,
  withRegion,
} from "../aws/stack-options.ts";
import { parseOptions } from "../terminal/options.ts";

const Options = StackOptions.extend({ execution: ExecutionOption });
type Options = z.infer<typeof Options>;

/** The error of stopped executions, which the clean-up records too. */
const ERROR = "Aborted";

interface Stoppable {
  readonly machine: StackMachine;
  readonly arn: string;
}

/** Stops the execution that is named, or all that are running on the stack or of the pipeline. */
export async function stop(given: unknown): Promise<void> {
  const options = await withRegion(parseOptions(Options, given));
  const aws = await openAws({ region: options.region });
  const machines = await findMachines(aws, options.stack, options.pipeline);
  const running =
    options.execution === undefined
      ? await runningExecutions(machines)
      : [await namedExecution(machines, options.execution)]
          .filter(({ execution }) => execution.status === "RUNNING")
          .map(({ machine, execution: { arn } }) => ({ machine, arn }));
  const cause = `${userInfo().username} on ${hostname()} stopped it by "citypulse stop".`;
  for (const { machine, arn } of running) await machine.executions.stop(arn, ERROR, cause);
  if (options.json) process.stdout.write(`${JSON.stringify(stopReport(running))}\n`);
  else process.stdout.write(running.length === 0 ? nothingRuns(options) : stoppedText(running, options));
}

const stopReport = (running: readonly Stoppable[]) => ({
  stopped: running.map(({ arn }) => arn),
  executions: running.map(({ machine, arn }) => ({
    pipeline: machine.pipeline.name,
    name: executionName(arn),
    execution: arn,
  })),
});

function nothingRuns({ stack, execution, pipeline }: Options): string {
  if (execution !== undefined) return `The execution ${execution} of the stack ${stack} has already ended.\n`;
  return pipeline === undefined
    ? `Nothing is running on the stack ${stack}.\n`
    : `Nothing of the pipeline ${pipeline} is running on the stack ${stack}.\n`;
}

function stoppedText(running: readonly Stoppable[], options: Options): string {
  const pipelines = new Set(running.map(({ machine }) => machine.pipeline));
  return [
    ...running.map(({ machine, arn }) => `Stopped    ${machine.pipeline.name}  ${arn}`),
    "",
    "Within minutes the clean-up ends the cluster, if there is one, and records the end of the run.",
    "Stored data stays. A run continues if you start it again with its id:",
    ...[...pipelines].map((pipeline) => `  ${stackCommand(startCommand(pipeline, "ID"), options)}`),
    "",
  ].join("\n");
}
