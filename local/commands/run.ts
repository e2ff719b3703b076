import { z } from "zod";
import { InvalidInput, PipelineError } from "../../functions/errors.ts";
import { clusterPrograms } from "../emr/commands.ts";
import { findSpark } from "../emr/spark.ts";
import { taskPath } from "../engine/task-path.ts";
import { homeAt } from "../home.ts";
import type { PipelineCommand, PipelineRun } from "../pipeline.ts";
import { PIPELINES } from "../pipelines.ts";
import { runPipeline } from "../run-pipeline.ts";
import { fail } from "../terminal/failure.ts";
import { HomeOption, JsonOption, parseOptions } from "../terminal/options.ts";
import { progressView } from "../terminal/progress.ts";
import { stopOnSignal } from "../terminal/signals.ts";

const Options = z.object({ home: HomeOption, json: JsonOption });
type Options = z.infer<typeof Options>;

/**
 * Runs a pipeline: progress on stderr, what it came to on stdout. Sets the exit code.
 *
 * @param word what the command line has besides options, which is wrong.
 */
export async function run(command: PipelineCommand, word: string | undefined, given: unknown): Promise<void> {
  if (word !== undefined) {
    process.exitCode = fail(unknownPipeline(word));
    return;
  }
  const pipeline = await command.load();
  try {
    const options = parseOptions(Options, given);
    // Nothing has started yet, so that a signal may end the process at once.
    process.exitCode = await start(await pipeline.open(given, options.home), options);
  } catch (error) {
    const isJson = z.object({ json: JsonOption }).safeParse(given).data?.json === true;
    if (isJson && error instanceof PipelineError) print(pipeline.refusal(given, error));
    process.exitCode = fail(error);
  }
}

function unknownPipeline(word: string): InvalidInput {
  const names = PIPELINES.map(({ name }) => name);
  return names.includes(word)
    ? new InvalidInput(`The pipeline ${word} is named after the options.`, {
        hint: `Name it first: \`citypulse run ${word} ...\`.`,
      })
    : new InvalidInput(`There is no pipeline "${word}". The pipelines are ${names.join(", ")}.`, {
        hint: "See `citypulse run --help`.",
      });
}

/** Returns the exit code. */
async function start(run: PipelineRun, { home, json }: Options): Promise<number> {
  const stopping = stopOnSignal("Stopping. The database shuts down first ...");
  const spark =
    run.placeArtifacts === undefined
      ? undefined
      : await findSpark(homeAt(home).spark, process.env.PATH ?? null);
  const { definition, progress } = run.pipeline;
  const view = progressView(process.stderr, taskPath(definition, run.turns), progress, Date.now);
  const { report, text, error } = await runPipeline(run, {
    home,
    clusterPrograms: clusterPrograms(spark, process.env),
    onStart: (id) => view.begin(run.title(id)),
    onEvent: view.onEvent,
    onProgress: view.onProgress,
    signal: stopping.signal,
  }).finally(view.end);
  if (json) print(report);
  else process.stdout.write(text);
  if (error !== undefined) fail(error);
  const exitCode = stopping.exitCode() ?? (error === undefined ? 0 : 1);
  // A handler that did not end in time would keep the process; the next start repairs what it leaves.
  if (stopping.signal.aborted) process.exit(exitCode);
  return exitCode;
}

function print(report: object | null): void {
  if (report !== null) process.stdout.write(`${JSON.stringify(report)}\n`);
}
