import { z } from "zod";
import { PipelineError } from "../../functions/errors.ts";
import { parseRun } from "../../functions/neighbourhood/run.ts";
import { emrCommands, emrEnvironment } from "../emr/commands.ts";
import { findSpark } from "../emr/spark.ts";
import { taskPath } from "../engine/task-path.ts";
import { homeAt } from "../home.ts";
import { type Opened, openRun, RunOptions } from "../neighbourhood/open-run.ts";
import { neighbourhoodProgress } from "../neighbourhood/progress.ts";
import { ABORTED, type RunReport, reportFailure } from "../neighbourhood/report.ts";
import { localStateMachine } from "../neighbourhood/tasks.ts";
import { runNeighbourhood } from "../run.ts";
import { summarise } from "../summary.ts";
import { fail } from "../terminal/failure.ts";
import { personsFolder } from "../terminal/invocation.ts";
import { JsonOption, parseOptions } from "../terminal/options.ts";
import { progressView } from "../terminal/progress.ts";
import { stopOnSignal } from "../terminal/signals.ts";

/** What is known of a call before its options are understood. */
const Asked = z.object({ json: JsonOption, run: z.string().optional() });

/** Runs the pipeline: progress on stderr, what it came to on stdout. Sets the exit code. */
export async function run(given: unknown): Promise<void> {
  try {
    const options = parseOptions(RunOptions, given);
    // Nothing has started yet, so that a signal may end the process at once.
    process.exitCode = await start(options, await openRun(options));
  } catch (error) {
    const { json, run = newId() } = Asked.parse(given);
    if (json && error instanceof PipelineError) printJson(reportFailure(run, error));
    process.exitCode = fail(error);
  }
}

const newId = (): string => parseRun({}, new Date().toISOString()).runId;

/** Returns the exit code. */
async function start(options: RunOptions, { input, source, posts, stationsFile }: Opened): Promise<number> {
  const stopping = stopOnSignal("Stopping; the database is shut down first ...");
  const turns = options.engine === "emr" ? { ChooseEngine: "PlanCluster" } : {};
  const spark =
    options.engine === "emr"
      ? await findSpark(homeAt(options.home).spark, process.env.PATH ?? null)
      : undefined;
  const view = progressView(
    process.stderr,
    taskPath(localStateMachine(), turns),
    neighbourhoodProgress,
    Date.now,
  );
  let runId = input.runId ?? newId();
  const report = await runNeighbourhood({
    home: options.home,
    input,
    source,
    analyseAnew: options.fromRaw !== undefined,
    stationsFile,
    maximumRejectedShare: options.maxRejected,
    minimumPosts: options.minPosts,
    emrCommands: emrCommands(spark),
    emrEnvironment: emrEnvironment(spark, process.env),
    onStart: (id) => {
      runId = id;
      view.begin(`Run ${id} of ${posts}`);
    },
    onEvent: view.onEvent,
    onProgress: view.onProgress,
    signal: stopping.signal,
  })
    .catch((error: unknown) => {
      // Ctrl-C ends the programs that make the database too: what they say of it is no news.
      if (stopping.signal.aborted) return reportFailure(runId, ABORTED);
      throw error;
    })
    .finally(view.end);
  tell(report, posts, options);
  const exitCode = stopping.exitCode() ?? (report.status === "failed" ? 1 : 0);
  // A handler that did not end in time would keep the process; the next start repairs what it leaves.
  if (stopping.signal.aborted) process.exit(exitCode);
  return exitCode;
}

function tell(report: RunReport, posts: string, options: RunOptions): void {
  if (options.json) printJson(report);
  if (report.error !== undefined) tellFailure(report.runId, report.error);
  else if (!options.json) {
    const place = { folder: personsFolder(), home: options.home };
    process.stdout.write(summarise(report, place, posts));
  }
}

const printJson = (report: RunReport): void => void process.stdout.write(`${JSON.stringify(report)}\n`);

function tellFailure(runId: string, error: { name: string; message: string }): void {
  const [message, hint] = error.message.split("\n\n");
  // The same input would fail again.
  const repeat =
    error.name === "InvalidInput"
      ? {}
      : { hint: `Start it again with --run ${runId}: what is stored is not done twice.` };
  fail(
    new PipelineError(
      `Run ${runId} failed with ${error.name}: ${message}`,
      hint === undefined ? repeat : { hint },
    ),
  );
}
