import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../../functions/errors.ts";
import type { Json } from "../../functions/ports.ts";
import { LOG_TAIL_BYTES, logTail } from "../../functions/runs/step-logs.ts";
import { type CommandLookup, findProgram } from "./commands.ts";
import type { StepConfig } from "./requests.ts";
import { type ProgramEnd, runProgram } from "./run-program.ts";

/** The local folders for the URIs in the arguments of steps. */
export interface LocalFolders {
  /** The folder of `hdfs:///`. */
  readonly hdfs: string;
  /** The folder of `s3://<bucket>/`. */
  bucket(name: string): string;
}

/** The programs, folders and variables that a step runs with. */
export interface StepPlace {
  readonly folders: LocalFolders;
  readonly commands: CommandLookup;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The step's working folder, which is created. */
  readonly workingFolder: string;
  /** The folder for `stdout` and `stderr`, as under a cluster's LogUri. It is created. */
  readonly logFolder: string;
  readonly abort: AbortSignal;
}

/** Why a step failed, as in DescribeStep's FailureDetails. */
export type FailureDetails = {
  readonly Reason: string;
  /** The last lines of stderr. */
  readonly Message: string;
  readonly LogFile: string;
};

/**
 * Runs a step's command line as command-runner.jar does. Returns undefined if it succeeded.
 * Throws InvalidInput if this machine does not have the command.
 */
export async function runStep(step: StepConfig, place: StepPlace): Promise<FailureDetails | undefined> {
  const [command, ...words] = step.HadoopJarStep.Args;
  const program = await findProgram(command, place.commands);
  if (program === undefined) throw notInstalled(command, step.Name);
  await mkdir(place.workingFolder, { recursive: true });
  await mkdir(place.logFolder, { recursive: true });
  const stderr = join(place.logFolder, "stderr");
  const end = await runProgram({
    program,
    args: words.map((word) => withLocalPaths(word, place.folders)),
    folder: place.workingFolder,
    environment: place.environment,
    stdout: join(place.logFolder, "stdout"),
    stderr,
    abort: place.abort,
  });
  if (end.code === 0) return undefined;
  return { Reason: `${command} ${describe(end)}.`, Message: await tailOf(stderr), LogFile: stderr };
}

/** The hint is part of the message, because a state machine passes on nothing else of an error. */
const notInstalled = (command: string, step: string): InvalidInput =>
  new InvalidInput(
    `${command} is not installed on this machine, and the step ${step} of the engine emr runs it. ` +
      "Install it with `citypulse doctor --install-spark`, or use --engine lambda, which needs no other program.",
  );

const describe = (end: ProgramEnd): string =>
  end.code === null ? `was killed by ${end.signal}` : `ended with exit code ${end.code}`;

async function tailOf(path: string): Promise<string> {
  await using file = await open(path);
  const { size } = await file.stat();
  const length = Math.min(size, LOG_TAIL_BYTES);
  const { buffer } = await file.read({ buffer: Buffer.alloc(length), position: size - length });
  return logTail(buffer);
}

/** Bucket names have no other characters, so the next character begins the key or ends the URI. */
const BUCKET = /\bs3[an]?:\/\/([a-z0-9][a-z0-9.-]*[a-z0-9])(?![\w.-])/g;
const NAME_NODE = /\bhdfs:\/\/[^/\s]*(?=\/)/g;

/**
 * One argument of a step, with every URI in it (`--src=s3://data/raw`, `RAW=hdfs:///raw`, a list) replaced by the path of a
 * local folder. Keys do not change: in the store of a folder a key is the path.
 */
const withLocalPaths = (argument: string, folders: LocalFolders): string =>
  argument
    .replace(BUCKET, (_uri, name: string) => folders.bucket(name))
    .replace(NAME_NODE, () => folders.hdfs);

/** When a step was added, started (null if it was not) and ended. */
export interface StepTimes {
  readonly created: Date;
  readonly started: Date | null;
  readonly ended: Date;
}

/**
 * An ended step in the form of DescribeStep's answer, which addStep.sync returns, or puts into the Cause if the step
 * failed: https://docs.aws.amazon.com/emr/latest/APIReference/API_DescribeStep.html. Times are
 * milliseconds since 1970; AWS does not say in which form the integration gives them.
 */
export function describeStep(
  id: string,
  step: StepConfig,
  state: "COMPLETED" | "FAILED" | "CANCELLED",
  times: StepTimes,
  failure?: FailureDetails,
): { readonly [name: string]: Json } {
  return {
    Step: {
      Id: id,
      Name: step.Name,
      Config: { Jar: step.HadoopJarStep.Jar, Properties: {}, Args: step.HadoopJarStep.Args },
      ActionOnFailure: step.ActionOnFailure,
      Status: {
        State: state,
        StateChangeReason: {},
        ...(failure === undefined ? {} : { FailureDetails: failure }),
        Timeline: {
          CreationDateTime: times.created.getTime(),
          ...(times.started === null ? {} : { StartDateTime: times.started.getTime() }),
          EndDateTime: times.ended.getTime(),
        },
      },
    },
  };
}
