import { readFile } from "node:fs/promises";
import { z } from "zod";
import { replaySource } from "../../functions/adapters/replay/source.ts";
import { spoolStandardInput } from "../../functions/adapters/replay/spool.ts";
import { InvalidInput, PipelineError } from "../../functions/errors.ts";
import { parseRun, type RunInput } from "../../functions/neighbourhood/run.ts";
import type { PostSource } from "../../functions/ports.ts";
import { parseStations } from "../../functions/stations.ts";
import { BUNDLED_STATIONS, SYNTHETIC_POSTS } from "../bundled.ts";
import { taskPath } from "../engine/task-path.ts";
import { homeAt } from "../home.ts";
import { localStateMachine } from "../neighbourhood.ts";
import { progressView } from "../progress.ts";
import { runNeighbourhood } from "../run.ts";
import { type RunReport, reportFailure } from "../run-report.ts";
import { summarise } from "../summary.ts";
import { fail } from "./fail.ts";
import { HomeOption, JsonOption, parseOptions, pathOption } from "./options.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

const share = z.coerce.number("must be a number").min(0, "must be from 0 to 1").max(1, "must be from 0 to 1");

const Options = z.object({
  posts: z.string().default(SYNTHETIC_POSTS),
  engine: z.enum(["auto", "lambda", "emr"], "must be auto, lambda or emr"),
  run: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  station: z.array(z.string()).nonempty().optional(),
  stationsFile: z.string().transform(pathOption).default(BUNDLED_STATIONS),
  maxRejected: share,
  minPosts: z.coerce.number("must be a number").int("must be whole").min(1, "must be 1 or more"),
  home: HomeOption,
  json: JsonOption,
});
type Options = z.infer<typeof Options>;

/** Runs the pipeline: progress on stderr, what it came to on stdout. Sets the exit code. */
export async function run(given: unknown): Promise<void> {
  const options = parseOptions(Options, given);
  const input = inputOf(options);
  const { runId } = parseRun(input, new Date().toISOString());
  const stopping = stopOnSignal();
  try {
    const report = await start(options, { ...input, runId }, stopping.signal);
    process.exitCode = stopping.exitCode() ?? (report.status === "failed" ? 1 : 0);
  } catch (error) {
    if (options.json && error instanceof PipelineError)
      process.stdout.write(`${JSON.stringify(reportFailure(runId, error))}\n`);
    process.exitCode = fail(error);
  }
  // A state that was stopped in the middle may still be at work; the next start repairs what it leaves.
  if (stopping.signal.aborted) process.exit();
}

const inputOf = (options: Options): RunInput => ({
  engine: options.engine,
  ...(options.run === undefined ? {} : { runId: options.run }),
  ...(options.from === undefined ? {} : { from: options.from }),
  ...(options.to === undefined ? {} : { to: options.to }),
  ...(options.station === undefined ? {} : { stations: options.station }),
});

async function start(options: Options, input: RunInput, signal: AbortSignal): Promise<RunReport> {
  const stationsFile = await readStations(options.stationsFile);
  const source = await openSource(options);
  const turns = options.engine === "emr" ? { ChooseEngine: "CreateCluster" } : {};
  const { PATH: searchPath } = process.env;
  const view = progressView(process.stderr, taskPath(localStateMachine(), turns), Date.now);
  const report = await runNeighbourhood({
    home: options.home,
    input,
    source,
    stationsFile,
    maximumRejectedShare: options.maxRejected,
    minimumPosts: options.minPosts,
    // A step finds its command where a shell would.
    emrCommands: { programs: new Map(), searchPath: searchPath ?? null },
    emrEnvironment: process.env,
    onEvent: view.onEvent,
    onProgress: view.onProgress,
    signal,
  }).finally(view.end);
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else if (report.error === undefined)
    process.stdout.write(summarise(report, homeAt(options.home), describe(source, options)));
  if (report.error !== undefined) tellFailure(report.runId, report.error);
  return report;
}

/** Read before anything starts, so that a slip in the file costs nothing but this sentence. */
async function readStations(file: string): Promise<Uint8Array> {
  const csv = await readFile(file).catch((cause: unknown) => {
    throw new InvalidInput(`The stations file ${file} cannot be read.`, {
      hint: "Name a CSV with the columns Latitude, Longitude, Station and Zone, or leave out --stations-file.",
      cause,
    });
  });
  parseStations(csv, file);
  return csv;
}

/** The fingerprint is asked for at once: it finds what cannot be read before anything has started. */
async function openSource(options: Options): Promise<PostSource> {
  const isStandardInput = options.posts === "-";
  const path = isStandardInput
    ? await spoolStandardInput(process.stdin, homeAt(options.home).inbox)
    : pathOption(options.posts);
  const source = replaySource(path, isStandardInput ? { name: "standard input" } : {});
  await source.fingerprint();
  return source;
}

const describe = (source: PostSource, options: Options): string =>
  options.posts === SYNTHETIC_POSTS ? `${source.name}: SYNTHETIC posts, which nobody wrote` : source.name;

function tellFailure(runId: string, error: { name: string; message: string }): void {
  const [message, hint] = error.message.split("\n\n");
  fail(
    new PipelineError(`Run ${runId} failed with ${error.name}: ${message}`, {
      hint: hint ?? `Start it again with --run ${runId}: what is stored is not done twice.`,
    }),
  );
}
