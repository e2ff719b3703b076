import { type InputContract, readInput } from "../../functions/runs/input.ts";
import type { Configuration } from "../../infra/settings/configuration.ts";
import type { ProgressWords } from "../pipeline.ts";

/** An option of `citypulse start`: its flags, as commander has them, and its help. */
export interface StartOption {
  readonly flags: string;
  readonly description: string;
}

/** `--run`. */
export const optionName = ({ flags }: StartOption): string => flags.split(" ")[0] ?? "";

/** How a run of a pipeline is started in AWS; cheap to import, so that `--help` answers at once. */
export interface PipelineStart {
  /** As in the name of its state machine, `citypulse-<stack>-<name>`. */
  readonly name: string;
  readonly contract: InputContract;
  /** The option that names the run. */
  readonly idOption: StartOption;
  /** The option for each field of the contract that people can set. */
  readonly fieldOptions: Readonly<Record<string, StartOption>>;
}

/** What the commands about a stack in AWS (`start`, `watch`, `stop`, `runs --stack`) must know of a pipeline. */
export interface PipelineExecutions extends PipelineStart {
  readonly progress: ProgressWords;
  /** Which state follows a Choice in this execution, if it is not the Choice's Default. */
  turnsOf(known: KnownExecution): Readonly<Record<string, string>>;
  /** The memory of the function that a state calls, in MB. */
  memoryOf(state: string, configuration: Configuration): number;
  /** What people read of the output of an execution that succeeded: lines that begin with a name, padded to 11 columns. */
  tellOutput(output: unknown): readonly string[];
  /** What people read if they start a run while the execution `other` of the same pipeline is running. */
  tellOther(other: string): string;
}

/** What the history of an execution has told so far. */
export interface KnownExecution {
  /** Null if the run has no engine, or if it is not known yet. */
  readonly engine: string | null;
  /** The Tasks that it has entered. */
  readonly states: readonly string[];
}

/** The run that an execution is started for. */
export interface ExecutedRun {
  readonly runId: string;
  /** Null for a pipeline without a choice of engines. */
  readonly engine: string | null;
  /** The execution's input in one form: inputs that ask for the same run are the same text. */
  readonly input: string;
}

/** The run that this input asks for, if the execution starts at `startTime`. Throws InvalidInput. */
export function readRun({ contract }: PipelineStart, given: unknown, startTime: string): ExecutedRun {
  const run = readInput(contract, given, startTime);
  const fields = Object.keys(contract.fields).flatMap((name) => {
    const value = run[name] ?? null;
    return value === null ? [] : [[name, Array.isArray(value) ? [...value].sort() : value]];
  });
  const input = JSON.stringify({ [contract.id ?? "runId"]: run.runId, ...Object.fromEntries(fields) });
  return { runId: run.runId, engine: typeof run.engine === "string" ? run.engine : null, input };
}

/** The run that an execution is, by its input and its start; null if the pipeline cannot read the input. */
export function runOf(
  pipeline: PipelineStart,
  execution: { readonly input: string; readonly startedAt: Date },
): ExecutedRun | null {
  try {
    return readRun(pipeline, JSON.parse(execution.input), execution.startedAt.toISOString());
  } catch {
    return null;
  }
}
