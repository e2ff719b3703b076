import { z } from "zod";
import { parseRun } from "../../functions/neighbourhood/run.ts";
import { consoleLink } from "../aws/arn.ts";
import { openAws } from "../aws/clients.ts";
import { stackExecutions } from "../aws/executions.ts";
import { StackOptions, stackCommand, withStack } from "../aws/stack-options.ts";
import { executionInput, type StartedRun, startRun } from "../aws/start-run.ts";
import { findStateMachine } from "../aws/state-machine.ts";
import { parseOptions, SelectionOptions } from "../terminal/options.ts";
import { watchToEnd } from "./watch.ts";

const Options = StackOptions.extend({
  engine: z.enum(["auto", "lambda", "emr"], "must be auto, lambda or emr"),
  run: z.string().optional(),
  ...SelectionOptions,
  watch: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

const EVERY_SECONDS = 5;

/** Starts an execution in AWS, and follows it where that is asked for. Sets the exit code. */
export async function start(given: unknown): Promise<void> {
  const options = await withStack(parseOptions(Options, given));
  // Before anything is asked of AWS: a slip in the input costs nothing but a sentence.
  const run = parseRun(inputOf(options), new Date().toISOString());
  const aws = await openAws({ region: options.region });
  const machine = await findStateMachine(aws, options.stack);
  const executions = stackExecutions(aws.stepFunctions, machine);
  const started = await startRun(executions, machine, run);
  if (!options.watch) {
    tell(run.runId, started, options);
    return;
  }
  if (!options.json) process.stderr.write(`${headline(run.runId, started)}\n`);
  // What was started a moment ago may not be known everywhere yet: it is not asked for.
  const execution = { ...started, input: executionInput(run), startedAt: new Date() };
  process.exitCode = await watchToEnd(aws, executions, execution, {
    ...options,
    every: EVERY_SECONDS,
  });
}

const inputOf = ({ run, engine, from, to, station }: Options) => ({
  engine,
  ...(run === undefined ? {} : { runId: run }),
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(station === undefined ? {} : { stations: station }),
});

function tell(runId: string, started: StartedRun, options: Options): void {
  const { arn, name, isNew } = started;
  const link = consoleLink(arn);
  if (options.json) {
    const status = isNew ? "started" : "already-started";
    process.stdout.write(`${JSON.stringify({ runId, status, execution: arn, name, console: link })}\n`);
    return;
  }
  process.stdout.write(
    [
      headline(runId, started),
      "",
      `Execution  ${arn}`,
      `Console    ${link}`,
      `Watch      ${stackCommand(`watch --execution ${name}`, options)}`,
      "",
    ].join("\n"),
  );
}

const headline = (runId: string, { name, isNew, others }: StartedRun): string =>
  [
    isNew ? `Run ${runId} has started.` : `Run ${runId} is already started, as the execution ${name}.`,
    ...others.map(
      (other) => `The execution ${other} is at work: unless it ends first, this run ends at once.`,
    ),
  ].join("\n");
