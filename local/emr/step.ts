import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../../functions/errors.ts";
import { LOG_TAIL_BYTES, logTail } from "../../functions/runs/step-logs.ts";
import { type CommandLookup, findProgram } from "./command-lookup.ts";
import { type LocalFolders, withLocalPaths } from "./local-uris.ts";
import type { StepConfig } from "./parameters.ts";
import { type ProgramEnd, runProgram } from "./run-program.ts";

/** Where and with what a step runs. */
export interface StepPlace {
  readonly folders: LocalFolders;
  readonly commands: CommandLookup;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The step's working folder; it is made. */
  readonly workingFolder: string;
  /** Takes `stdout` and `stderr`, as a step's folder under a cluster's LogUri does; it is made. */
  readonly logFolder: string;
  readonly abort: AbortSignal;
}

/** Why a step failed, as DescribeStep's FailureDetails tell it. */
export type FailureDetails = {
  readonly Reason: string;
  /** The last lines of stderr. */
  readonly Message: string;
  readonly LogFile: string;
};

/**
 * Runs a step's command line as command-runner.jar does. Returns undefined where it succeeded.
 * Throws InvalidInput where this machine does not have the command.
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

/** All in the message: a state machine passes on nothing else of an error. */
const notInstalled = (command: string, step: string): InvalidInput =>
  new InvalidInput(
    `${command} is not installed on this machine, and the step ${step} of the engine emr runs it. ` +
      "Install it (`citypulse doctor --install-spark`), or take --engine lambda, which needs nothing.",
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
