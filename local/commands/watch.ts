import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";
import type { Configuration } from "../../infra/settings/configuration.ts";
import { SMALL_FUNCTION_MB } from "../../infra/settings/function-memory.ts";
import { type Aws, openAws } from "../aws/clients.ts";
import { readCluster } from "../aws/cluster.ts";
import { namedExecution, newestExecution } from "../aws/find-execution.ts";
import { executionHistory } from "../aws/history.ts";
import { findMachines, type StackMachine } from "../aws/machines.ts";
import {
  ExecutionOption,
  StackOptions,
  stackCommand,
  startCommand,
  withStack,
} from "../aws/stack-options.ts";
import { watchExecution } from "../aws/watch.ts";
import { endError, tellEnd, type WatchedExecution, watchReport } from "../aws/watch-report.ts";
import { taskNumbers, watchView } from "../aws/watch-view.ts";
import { fail } from "../terminal/failure.ts";
import { parseOptions } from "../terminal/options.ts";
import { untilSignal } from "../terminal/signals.ts";

/** AWS throttles more frequent requests. */
const SHORTEST_SECONDS = 0.05;

const Options = StackOptions.extend({
  execution: ExecutionOption,
  every: z
    .string()
    .regex(/^\d{0,4}(\.\d+)?$/, "must be a number of seconds")
    .transform(Number)
    .refine((seconds) => seconds >= SHORTEST_SECONDS, `must be at least ${SHORTEST_SECONDS} seconds`),
});

/** Follows an execution in AWS to its end. Sets the exit code. */
export async function watch(given: unknown): Promise<void> {
  const options = await withStack(parseOptions(Options, given));
  const aws = await openAws({ region: options.region });
  const machines = await findMachines(aws, options.stack, options.pipeline);
  const found =
    options.execution === undefined
      ? await newestExecution(machines)
      : await namedExecution(machines, options.execution);
  if (found === undefined) throw neverStarted(machines, aws.region, options);
  process.exitCode = await watchToEnd(aws, found.machine, found.execution, options);
}

function neverStarted(
  machines: readonly StackMachine[],
  region: string,
  options: StackOptions,
): InvalidInput {
  const [first] = machines;
  const command = first === undefined ? "start" : startCommand(first.pipeline, null);
  return new InvalidInput(
    `No execution of ${machines.map(({ name }) => name).join(" or ")} in ${region} has been started yet.`,
    { hint: `Start one with \`${stackCommand(command, options)}\`.` },
  );
}

export interface WatchOptions extends StackOptions {
  /** Seconds between two looks. */
  readonly every: number;
  /** Null if the stack has no file on this machine: then the cost of functions is not counted. */
  readonly configuration: Configuration | null;
}

/** Shows the progress of the execution and its result. Returns the exit code. */
export async function watchToEnd(
  aws: Aws,
  { executions, pipeline, name }: StackMachine,
  execution: WatchedExecution,
  options: WatchOptions,
): Promise<number> {
  const { stopped, exitCode } = untilSignal();
  // Without the definition the states have no numbers; that is no reason not to watch.
  const tasksOf = await executions.definition().then(
    (definition) => taskNumbers(definition, pipeline),
    () => () => [],
  );
  const { configuration } = options;
  const screen = watchView(process.stderr, { tasksOf, now: Date.now });
  screen.begin(`Execution ${execution.name} of ${name} in ${aws.region}`);
  const watched = await watchExecution({
    words: pipeline.progress,
    history: executionHistory(aws.stepFunctions, execution.arn),
    readCluster: (id) => readCluster(aws.emr, id),
    screen,
    memoryOf:
      configuration === null
        ? null
        : (state) => pipeline.memoryOf?.(state, configuration) ?? SMALL_FUNCTION_MB,
    everyMilliseconds: options.every * 1000,
    sleep: (milliseconds) => sleep(milliseconds),
    now: Date.now,
    stopped,
  })
    .finally(screen.end)
    .catch((error: unknown) => {
      process.stderr.write(stoppedWatching(execution, options));
      throw error;
    });
  const report = watchReport(pipeline, execution, watched, Date.now());
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  const stoppedWith = exitCode();
  if (stoppedWith !== null && report.status === "running") {
    process.stderr.write(stoppedWatching(execution, options));
    // A request that is under way would keep the process.
    process.exit(stoppedWith);
  }
  if (report.status === "failed")
    return fail(endError(report, stackCommand(startCommand(pipeline, report.runId), options)));
  if (!options.json) process.stdout.write(tellEnd(report, pipeline.tellOutput?.(watched.view.output) ?? []));
  return 0;
}

const stoppedWatching = ({ name }: WatchedExecution, options: StackOptions): string =>
  [
    "",
    "Stopped watching; the execution continues.",
    `  ${stackCommand(`watch --execution ${name}`, options)}    to watch it again`,
    `  ${stackCommand(`stop --execution ${name}`, options)}    to end it`,
    "",
  ].join("\n");
