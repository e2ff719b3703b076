import { z } from "zod";
import { PipelineError } from "../../functions/errors.ts";
import { parseRun, type RunInput } from "../../functions/neighbourhood/run.ts";
import type { PostSource } from "../../functions/ports.ts";
import { BUNDLED_STATIONS, SYNTHETIC_POSTS } from "../bundled.ts";
import { emrCommands, emrEnvironment } from "../emr/commands.ts";
import { findSpark } from "../emr/spark.ts";
import { taskPath } from "../engine/task-path.ts";
import { homeAt } from "../home.ts";
import { personsFolder } from "../invocation.ts";
import { localStateMachine } from "../neighbourhood.ts";
import { progressView } from "../progress.ts";
import { runNeighbourhood } from "../run.ts";
import { ABORTED, type RunReport, reportFailure } from "../run-report.ts";
import { summarise } from "../summary.ts";
import { fail } from "./fail.ts";
import { HomeOption, JsonOption, parseOptions, pathOption } from "./options.ts";
import { openPosts, readStations } from "./run-input.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

const share = z
  .string()
  .regex(/^(0?\.\d+|[01]|1\.0+)$/, "must be a number from 0 to 1")
  .transform(Number);
const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "must be a whole number from 1 on")
  .transform(Number);

const Options = z.object({
  posts: z.string().default(SYNTHETIC_POSTS),
  engine: z.enum(["auto", "lambda", "emr"], "must be auto, lambda or emr"),
  run: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  station: z.array(z.string()).nonempty().optional(),
  stationsFile: z.string().transform(pathOption).default(BUNDLED_STATIONS),
  maxRejected: share,
  minPosts: count,
  home: HomeOption,
  json: JsonOption,
});
type Options = z.infer<typeof Options>;

/** What is known of a call before its options are understood. */
const Asked = z.object({ json: JsonOption, run: z.string().optional() });

/** Runs the pipeline: progress on stderr, what it came to on stdout. Sets the exit code. */
export async function run(given: unknown): Promise<void> {
  try {
    process.exitCode = await prepare(parseOptions(Options, given));
  } catch (error) {
    const { json, run = newId() } = Asked.parse(given);
    if (json && error instanceof PipelineError) printJson(reportFailure(run, error));
    process.exitCode = fail(error);
  }
}

const newId = (): string => parseRun({}, new Date().toISOString()).runId;

/** Finds what cannot be used before anything has started, so that a signal may end the process at once. */
async function prepare(options: Options): Promise<number> {
  const input = inputOf(options);
  parseRun(input, new Date().toISOString());
  const stationsFile = await readStations(options.stationsFile, options.station ?? []);
  const source = await openPosts(options.posts, homeAt(options.home).inbox);
  return start(options, input, source, stationsFile);
}

const inputOf = (options: Options): RunInput => ({
  engine: options.engine,
  ...(options.run === undefined ? {} : { runId: options.run }),
  ...(options.from === undefined ? {} : { from: options.from }),
  ...(options.to === undefined ? {} : { to: options.to }),
  ...(options.station === undefined ? {} : { stations: options.station }),
});

/** Returns the exit code. */
async function start(
  options: Options,
  input: RunInput,
  source: PostSource,
  stationsFile: Uint8Array,
): Promise<number> {
  const stopping = stopOnSignal();
  const turns = options.engine === "emr" ? { ChooseEngine: "PlanCluster" } : {};
  const spark =
    options.engine === "emr"
      ? await findSpark(homeAt(options.home).spark, process.env.PATH ?? null)
      : undefined;
  const view = progressView(process.stderr, taskPath(localStateMachine(), turns), Date.now);
  let runId = options.run ?? newId();
  const report = await runNeighbourhood({
    home: options.home,
    input,
    source,
    stationsFile,
    maximumRejectedShare: options.maxRejected,
    minimumPosts: options.minPosts,
    emrCommands: emrCommands(spark),
    emrEnvironment: emrEnvironment(spark, process.env),
    onStart: (id) => {
      runId = id;
      view.begin(`Run ${id} of ${describe(source, options)}`);
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
  tell(report, source, options);
  const exitCode = stopping.exitCode() ?? (report.status === "failed" ? 1 : 0);
  // A handler that did not end in time would keep the process; the next start repairs what it leaves.
  if (stopping.signal.aborted) process.exit(exitCode);
  return exitCode;
}

function tell(report: RunReport, source: PostSource, options: Options): void {
  if (options.json) printJson(report);
  if (report.error !== undefined) tellFailure(report.runId, report.error);
  else if (!options.json) {
    const place = { folder: personsFolder(), home: options.home };
    process.stdout.write(summarise(report, place, describe(source, options)));
  }
}

const printJson = (report: RunReport): void => void process.stdout.write(`${JSON.stringify(report)}\n`);

const describe = (source: PostSource, options: Options): string =>
  options.posts === SYNTHETIC_POSTS ? `${source.name} (SYNTHETIC: nobody wrote these posts)` : source.name;

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
