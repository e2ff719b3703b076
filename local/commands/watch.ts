import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";
import { type Aws, openAws } from "../aws/clients.ts";
import { readCluster } from "../aws/cluster.ts";
import type { Spending } from "../aws/cost.ts";
import { type StackExecutions, stackExecutions } from "../aws/executions.ts";
import { namedExecution, newestExecution } from "../aws/find-execution.ts";
import { executionHistory } from "../aws/history.ts";
import { StackOptions, stackCommand, withStack } from "../aws/stack-options.ts";
import { findStateMachine, stateMachineName } from "../aws/state-machine.ts";
import { taskNumbers } from "../aws/task-numbers.ts";
import { untilSignal } from "../aws/until-signal.ts";
import { watchExecution } from "../aws/watch.ts";
import { endError, tellEnd, type WatchedExecution, watchReport } from "../aws/watch-report.ts";
import { watchView } from "../aws/watch-view.ts";
import { fail } from "../terminal/failure.ts";
import { parseOptions } from "../terminal/options.ts";

/** Whoever asks more often is throttled by AWS. */
const SHORTEST_SECONDS = 0.05;

const Options = StackOptions.extend({
  execution: z.string().min(1, "must be an execution's name or its ARN").optional(),
  every: z
    .string()
    .regex(/^\d{0,4}(\.\d+)?$/, "must be a number of seconds")
    .transform(Number)
    .refine((seconds) => seconds >= SHORTEST_SECONDS, `must be ${SHORTEST_SECONDS} seconds at least`),
});

/** Follows an execution in AWS to its end. Sets the exit code. */
export async function watch(given: unknown): Promise<void> {
  const options = await withStack(parseOptions(Options, given));
  const aws = await openAws({ region: options.region });
  const machine = await findStateMachine(aws, options.stack);
  const executions = stackExecutions(aws.stepFunctions, machine);
  const execution =
    options.execution === undefined
      ? await newestExecution(executions)
      : await namedExecution(executions, machine, options.execution);
  if (execution === undefined)
    throw new InvalidInput(`${stateMachineName(options.stack)} in ${aws.region} has never been started.`, {
      hint: `Start it with \`${stackCommand("start", options)}\`.`,
    });
  process.exitCode = await watchToEnd(aws, executions, execution, options);
}

export interface WatchOptions extends StackOptions {
  /** Seconds between two looks. */
  readonly every: number;
  readonly memoryOf: Spending["memoryOf"];
}

/** Shows what the execution does, and what it came to. Returns the exit code. */
export async function watchToEnd(
  aws: Aws,
  executions: StackExecutions,
  execution: WatchedExecution,
  options: WatchOptions,
): Promise<number> {
  const { stopped, exitCode } = untilSignal();
  // Without it the states have no numbers, which is no reason not to watch.
  const tasksOf = await executions.definition().then(taskNumbers, () => () => []);
  const screen = watchView(process.stderr, { tasksOf, now: Date.now });
  screen.begin(`Execution ${execution.name} of ${stateMachineName(options.stack)} in ${aws.region}`);
  const watched = await watchExecution({
    history: executionHistory(aws.stepFunctions, execution.arn),
    readCluster: (id) => readCluster(aws.emr, id),
    screen,
    memoryOf: options.memoryOf,
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
  const report = watchReport(execution, watched, Date.now());
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  const stoppedWith = exitCode();
  if (stoppedWith !== null && report.status === "running") {
    process.stderr.write(stoppedWatching(execution, options));
    // A request that is under way would keep the process.
    process.exit(stoppedWith);
  }
  if (report.status === "failed") {
    const again = `start${report.runId === null ? "" : ` --run ${report.runId}`}`;
    return fail(endError(report, stackCommand(again, options)));
  }
  if (!options.json) process.stdout.write(tellEnd(report));
  return 0;
}

const stoppedWatching = ({ name }: WatchedExecution, options: StackOptions): string =>
  [
    "",
    "Nobody watches any more; the execution goes on.",
    `  ${stackCommand(`watch --execution ${name}`, options)}    to watch it again`,
    `  ${stackCommand(`stop --execution ${name}`, options)}    to end it`,
    "",
  ].join("\n");
