import type { Command } from "commander";
import type { PipelineError } from "../functions/errors.ts";
import type { Clock, Database, ObjectStore, Progress } from "../functions/ports.ts";
import type { InputContract } from "../functions/runs/input.ts";
import type { StepLogs } from "../functions/runs/ports.ts";
import type { Configuration } from "../infra/settings/configuration.ts";
import type { LocalEmr } from "./emr/local-emr.ts";
import type { Outcome } from "./engine/execution.ts";
import type { TaskHandler } from "./engine/tasks.ts";
import type { Home } from "./home.ts";

/**
 * A pipeline is a value. This file says what the laptop must know of one: the runner (run-pipeline.ts) and the command
 * line work with these values alone, and no pipeline is named in them. The registry is pipelines.ts.
 */

/** What the command line knows of a pipeline before it is called: cheap to import, so that `--help` answers at once. */
export interface PipelineCommand {
  readonly name: string;
  /** One line of the help. */
  readonly description: string;
  /** What the help shows after the options: explanations and examples. */
  readonly help: string;
  /** Adds the pipeline's options to its command. Every pipeline has `--home` and `--json` too, which are added after them. */
  declareOptions(command: Command): void;
  load(): Promise<LocalPipeline>;
  readonly start: PipelineStart;
  /** What `start`, `watch`, `stop` and `runs --stack` must know of the pipeline's executions in AWS. */
  executions(): Promise<PipelineExecutions>;
}

/** An option of `citypulse start`: its flags, as commander has them, and its help. */
export interface StartOption {
  readonly flags: string;
  readonly description: string;
}

/** How a run of the pipeline is started in AWS. */
export interface PipelineStart {
  readonly contract: InputContract;
  /** The option that names the run. */
  readonly idOption: StartOption;
  /** The options for fields of the contract, by the fields' names. */
  readonly fieldOptions: Readonly<Record<string, StartOption>>;
}

/** An execution of the pipeline in AWS, where its state machine is `citypulse-<stack>-<name>`. */
export interface PipelineExecutions extends PipelineStart {
  readonly name: string;
  readonly progress: ProgressWords;
  /** Which state follows a Choice in this execution, if it is not the Choice's Default. */
  turnsOf?(known: KnownExecution): Readonly<Record<string, string>>;
  /** The memory of the function that a state calls, in MB; SMALL_FUNCTION_MB if omitted. */
  memoryOf?(state: string, configuration: Configuration): number;
  /** What people read of the output of an execution that succeeded: lines that begin with a name, padded to 11 columns. */
  tellOutput?(output: unknown): readonly string[];
}

/** What the history of an execution has told so far. */
export interface KnownExecution {
  /** Null if the run has no engine, or if it is not known yet. */
  readonly engine: string | null;
  /** The Tasks that it has entered. */
  readonly states: readonly string[];
}

/** How a pipeline tells its progress in words, on the laptop and for an execution in AWS. */
export interface ProgressWords {
  /** What the Task `state` reports of itself in the state's data, such as `2,948 posts`; "" for nothing. */
  countsOf(state: string, data: unknown): string;
  /** What people read while a Wait state passes whose input is `data`. */
  waitNote(data: unknown): string;
}

export interface LocalPipeline {
  readonly name: string;
  /** The machine that is deployed, with names in the place of ARNs: on the laptop nothing is called by them. */
  readonly definition: object;
  /** What an execution can be started with, here and in AWS. */
  readonly contract: InputContract;
  readonly progress: ProgressWords;
  /** What the pipeline needs of the database's server beyond the defaults. */
  readonly server?: ServerNeeds;
  /** The pipelines whose leases a run takes; by default its own alone. */
  readonly leases?: readonly string[];
  /** Reads the options of the pipeline's command, as commander gives them, and opens what the run reads. Throws InvalidInput. */
  open(options: unknown, home: string): Promise<PipelineRun>;
  /** What `--json` prints if `open` or the start of the run throws; null if it prints nothing. */
  refusal(options: unknown, error: PipelineError): object | null;
}

export interface ServerNeeds {
  /** Settings of the server, if this process starts it. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The longest time that a statement waits for a lock, in milliseconds. */
  readonly lockTimeout?: number;
}

/** One run of a pipeline, as it is asked for. `Report` is what `--json` prints; null if it prints nothing. */
export interface PipelineRun<Report extends object | null = object | null> {
  readonly pipeline: LocalPipeline;
  /** The execution's input. If it names no run, the run gets the id of its start. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Which state follows a Choice in this run, if it is not the Choice's Default: the progress numbers the Tasks by it. */
  readonly turns?: Readonly<Record<string, string>>;
  /** The first line that people read. */
  title(runId: string): string;
  /** Puts the jobs of clusters into `folder`, the artifacts' bucket. Present if the run may start clusters. */
  placeArtifacts?(folder: string): Promise<void>;
  /** What is checked or removed under the run's lock, before the execution starts. Throws InvalidInput. */
  beforeStart?(runId: string, store: ObjectStore): Promise<void>;
  /** The handler of each Task of the definition. */
  tasks(runId: string, parts: PipelineParts): Readonly<Record<string, TaskHandler>>;
  /** What is done to the database after an execution that succeeded. */
  afterSuccess?(database: Database): Promise<void>;
  report(end: RunEnd): Promise<RunResult<Report>>;
}

/** What handlers touch. Tests put something between. */
export interface Adapters {
  readonly store: ObjectStore;
  readonly database: Database;
  migrate(): Promise<void>;
}

/** What the runner shares with a pipeline's Tasks. */
export interface PipelineParts extends Adapters {
  readonly home: Home;
  readonly clock: Clock;
  readonly codeVersion: string;
  readonly emr: LocalEmr;
  readonly stepLogs: StepLogs;
  readonly progress: Progress;
  /** False if something is between the handlers and the store: a thread opens the store by its folder. */
  readonly mayUseThreads: boolean;
}

/** How a run ended. */
export interface RunEnd {
  readonly runId: string;
  readonly outcome: Outcome;
  readonly home: string;
  /** Since the run was asked for. */
  elapsedMs(): number;
  /** Undefined if the run did not start. */
  readonly store?: ObjectStore;
}

export interface RunResult<Report extends object | null = object | null> {
  /** What `--json` prints. */
  readonly report: Report;
  /** What people read on stdout without `--json`. */
  readonly text: string;
  /** Why the run failed: what people read on stderr. */
  readonly error?: PipelineError;
}
