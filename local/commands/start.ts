import { Option } from "commander";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";
import { openAws } from "../aws/clients.ts";
import { optionName, readRun } from "../aws/executed-run.ts";
import { consoleLink } from "../aws/executions.ts";
import { findMachines, type StackMachine } from "../aws/machines.ts";
import { StackOptions, stackCommand, withStack } from "../aws/stack-options.ts";
import { type StartedRun, startRun } from "../aws/start-run.ts";
import type { PipelineCommand, PipelineStart, StartOption } from "../pipeline.ts";
import { DEFAULT_PIPELINE, PIPELINES } from "../pipelines.ts";
import { alternatives } from "../terminal/format.ts";
import { parseOptions } from "../terminal/options.ts";
import { watchToEnd } from "./watch.ts";

const Options = StackOptions.extend({ watch: z.boolean().default(false) });
type Options = z.infer<typeof Options>;

const EVERY_SECONDS = 5;

/** Starts an execution in AWS, and follows it if that is asked for. Sets the exit code. */
export async function start(given: unknown): Promise<void> {
  const options = await withStack(parseOptions(Options, given));
  const pipeline = PIPELINES.find(({ name }) => name === options.pipeline) ?? DEFAULT_PIPELINE;
  const startedAt = new Date();
  // Before any request to AWS: a slip in the input costs nothing but a sentence.
  const run = readRun(pipeline.start, inputOf(pipeline, given), startedAt.toISOString());
  const aws = await openAws({ region: options.region });
  const [machine] = await findMachines(aws, options.stack, pipeline.name);
  if (machine === undefined) throw new Error(`No machine of ${pipeline.name} was found.`);
  const started = await startRun(machine, run);
  if (!options.watch) {
    tell(run.runId, started, machine, options);
    return;
  }
  if (!options.json) process.stderr.write(`${headline(run.runId, started)}\n`);
  // AWS may not be able to describe an execution that was started a moment ago, so it is not requested.
  const execution = { ...started, input: run.input, startedAt };
  process.exitCode = await watchToEnd(aws, machine, execution, { ...options, every: EVERY_SECONDS });
}

/**
 * The execution's input by the pipeline's own options. Throws InvalidInput for a value that its choice does not have, and
 * for an option that belongs to other pipelines alone.
 */
function inputOf(pipeline: PipelineCommand, given: unknown): Record<string, unknown> {
  const words = z.record(z.string(), z.unknown()).parse(given);
  refuseForeign(pipeline, words);
  const { contract, idOption, fieldOptions } = pipeline.start;
  const named = Object.entries(fieldOptions).flatMap(([field, option]) => {
    const value = words[keyOf(option)];
    const choice = contract.fields[field];
    if (value !== undefined && choice?.kind === "choice" && !choice.values.some((one) => one === value))
      throw new InvalidInput(`${optionName(option)} "${value}": must be ${alternatives(choice.values)}.`, {
        hint: "See `citypulse start --help`.",
      });
    return value === undefined ? [] : [[field, value]];
  });
  const id = words[keyOf(idOption)];
  return { ...(id === undefined ? {} : { [contract.id ?? "runId"]: id }), ...Object.fromEntries(named) };
}

function refuseForeign(
  { name: pipeline, start }: PipelineCommand,
  words: Readonly<Record<string, unknown>>,
): void {
  const own = optionsOf(start);
  const known = new Set(own.map(keyOf));
  for (const other of PIPELINES)
    for (const option of optionsOf(other.start)) {
      if (words[keyOf(option)] === undefined || known.has(keyOf(option))) continue;
      const name = optionName(option);
      throw new InvalidInput(`${name} is an option of the pipeline ${other.name}, not of ${pipeline}.`, {
        hint: `The options of ${pipeline} are ${own.map(optionName).join(", ")}. See \`citypulse start --help\`.`,
      });
    }
}

const optionsOf = ({ idOption, fieldOptions }: PipelineStart): StartOption[] => [
  idOption,
  ...Object.values(fieldOptions),
];

/** What commander calls the option's value. */
const keyOf = ({ flags }: StartOption): string => new Option(flags).attributeName();

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
    isNew ? `Run ${runId} has started.` : `Run ${runId} is already running, as the execution ${name}.`,
    ...others.map(
      (other) => `The execution ${other} is running: unless it ends first, this run ends at once.`,
    ),
  ].join("\n");
