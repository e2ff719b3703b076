import { Option } from "commander";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";
import { openAws } from "../aws/clients.ts";
import { consoleLink } from "../aws/executions.ts";
import { findMachines, type StackMachine } from "../aws/machines.ts";
import { DEFAULT_PIPELINE, STACK_PIPELINES, type StackPipeline } from "../aws/pipelines.ts";
import { StackOptions, stackCommand, withStack } from "../aws/stack-options.ts";
import { type StartedRun, startRun } from "../aws/start-run.ts";
import { parseOptions } from "../terminal/options.ts";
import { watchToEnd } from "./watch.ts";

const Options = StackOptions.extend({ watch: z.boolean().default(false) });
type Options = z.infer<typeof Options>;

const EVERY_SECONDS = 5;

/** Starts an execution in AWS, and follows it if that is asked for. Sets the exit code. */
export async function start(given: unknown): Promise<void> {
  const options = await withStack(parseOptions(Options, given));
  const name = options.pipeline ?? DEFAULT_PIPELINE;
  // Before any request to AWS: a slip in the input costs nothing but a sentence.
  const pipeline = await ownOptions(name, given).load();
  const startedAt = new Date();
  const run = pipeline.readRun(pipeline.inputOf(given), startedAt.toISOString());
  const aws = await openAws({ region: options.region });
  const [machine] = await findMachines(aws, options.stack, name);
  if (machine === undefined) throw new Error(`No machine of ${name} was found.`);
  const started = await startRun(machine, run);
  if (!options.watch) {
    tell(run.runId, started, machine, options);
    return;
  }
  if (!options.json) process.stderr.write(`${headline(run.runId, started, machine)}\n`);
  // AWS may not be able to describe yet what was started a moment ago: it is not asked for it.
  const execution = { ...started, input: run.input, startedAt };
  process.exitCode = await watchToEnd(aws, machine, execution, { ...options, every: EVERY_SECONDS });
}

/** The pipeline of this name. Throws InvalidInput if an option was given that belongs to other pipelines alone. */
function ownOptions(name: string, given: unknown): StackPipeline {
  const words = z.record(z.string(), z.unknown()).parse(given);
  const pipeline = STACK_PIPELINES.find((one) => one.name === name);
  if (pipeline === undefined) throw new Error(`${name} is not registered.`);
  const own = new Set(optionsOf(pipeline).map((option) => option.attributeName()));
  for (const other of STACK_PIPELINES)
    for (const option of optionsOf(other)) {
      const key = option.attributeName();
      if (words[key] === undefined || own.has(key)) continue;
      const takes = optionsOf(pipeline).map(({ long }) => long);
      throw new InvalidInput(`${option.long} is an option of the pipeline ${other.name}, not of ${name}.`, {
        hint:
          takes.length === 0
            ? `${name} has no options of its own.`
            : `The options of ${name} are ${takes.join(", ")}. See \`citypulse start --help\`.`,
      });
    }
  return pipeline;
}

const optionsOf = ({ startOptions }: StackPipeline): Option[] =>
  startOptions.map(({ flags, description }) => new Option(flags, description));

function tell(runId: string, started: StartedRun, machine: StackMachine, options: Options): void {
  const { arn, name, isNew } = started;
  const link = consoleLink(arn);
  if (options.json) {
    const status = isNew ? "started" : "already-started";
    const pipeline = machine.pipeline.name;
    process.stdout.write(
      `${JSON.stringify({ pipeline, runId, status, execution: arn, name, console: link })}\n`,
    );
    return;
  }
  process.stdout.write(
    [
      headline(runId, started, machine),
      "",
      `Execution  ${arn}`,
      `Console    ${link}`,
      `Watch      ${stackCommand(`watch --execution ${name}`, options)}`,
      "",
    ].join("\n"),
  );
}

const headline = (runId: string, { name, isNew, others }: StartedRun, { pipeline }: StackMachine): string =>
  [
    isNew ? `Run ${runId} has started.` : `Run ${runId} is already running, as the execution ${name}.`,
    ...others.map((other) => pipeline.tellOther(other)),
  ].join("\n");
