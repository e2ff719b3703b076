import type { Configuration } from "../../infra/settings/configuration.ts";
import type { ProgressWords } from "../pipeline.ts";

/** What the commands about a stack in AWS (`start`, `watch`, `stop`, `runs --stack`) must know of a pipeline. */
export interface PipelineExecutions {
  /** As in the name of its state machine, `citypulse-<stack>-<name>`. */
  readonly name: string;
  readonly progress: ProgressWords;
  /** The option of `citypulse start` that names the run: `run` for `--run ID`. */
  readonly idOption: string;
  /** The execution's input for the options of `citypulse start`, as commander gives them. Throws InvalidInput. */
  inputOf(options: unknown): object;
  /** The run that this input asks for, if the execution starts at `startTime`. Throws InvalidInput. */
  readRun(input: unknown, startTime: string): ExecutedRun;
  /** Which state follows a Choice in this execution, if it is not the Choice's Default. */
  turnsOf(known: KnownExecution): Readonly<Record<string, string>>;
  /** The memory of the function that a state calls, in MB. */
  memoryOf(state: string, configuration: Configuration): number;
  /** What people read of the output of an execution that succeeded: one line for each thing, after a name of 11 columns. */
  tellOutput(output: unknown): readonly string[];
  /** What people read if they start a run while the execution `other` of the same pipeline is running. */
  tellOther(other: string): string;
}

export interface ExecutedRun {
  readonly runId: string;
  /** Null for a pipeline without a choice of engines. */
  readonly engine: string | null;
  /** The execution's input in one form: inputs that ask for the same run are the same text. */
  readonly input: string;
}

/** What the history of an execution has told so far. */
export interface KnownExecution {
  readonly engine: string | null;
  /** The Tasks that it has entered. */
  readonly states: readonly string[];
}

/** The run that an execution is, by its input and its start; null if the pipeline cannot read the input. */
export function runOf(
  pipeline: PipelineExecutions,
  execution: { readonly input: string; readonly startedAt: Date },
): ExecutedRun | null {
  try {
    return pipeline.readRun(JSON.parse(execution.input), execution.startedAt.toISOString());
  } catch {
    return null;
  }
}
