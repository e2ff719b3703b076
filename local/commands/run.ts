import { z } from "zod";
import { folderStore } from "../../functions/adapters/folder-store.ts";
import { PipelineError } from "../../functions/errors.ts";
import { findStoredPages } from "../../functions/neighbourhood/extract-posts.ts";
import { parseRun, type RunInput } from "../../functions/neighbourhood/run.ts";
import type { PostSource } from "../../functions/ports.ts";
import { BUNDLED_STATIONS, SYNTHETIC_POSTS } from "../bundled.ts";
import { taskPath } from "../engine/task-path.ts";
import { homeAt } from "../home.ts";
import { personsFolder } from "../invocation.ts";
import { localStateMachine } from "../neighbourhood.ts";
import { newRunId } from "../new-run-id.ts";
import { progressView } from "../progress.ts";
import { runNeighbourhood } from "../run.ts";
import { ABORTED, type RunReport, reportFailure } from "../run-report.ts";
import { summarise } from "../summary.ts";
import { fail } from "./fail.ts";
import { HomeOption, JsonOption, parseOptions, pathOption } from "./options.ts";
import { openPosts, readStations } from "./run-input.ts";
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
  const home = homeAt(options.home);
  const now = new Date();
  const input = { runId: newRunId(home.store, now), ...inputOf(options) };
  const run = parseRun(input, now.toISOString());
  const { runId } = run;
  try {
    // Until here nothing has started, so that a signal may end the process at once.
    const stationsFile = await readStations(options.stationsFile, options.station ?? []);
    const source = await openPosts(options.posts, home.inbox);
    await findStoredPages(folderStore(home.store), run, source);
    process.exitCode = await start(options, { ...input, runId }, source, stationsFile);
  } catch (error) {
    if (options.json && error instanceof PipelineError) printJson(reportFailure(runId, error));
    process.exitCode = fail(error);
  }
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
  input: RunInput & { readonly runId: string },
  source: PostSource,
  stationsFile: Uint8Array,
): Promise<number> {
  const stopping = stopOnSignal();
  const turns = options.engine === "emr" ? { ChooseEngine: "CreateCluster" } : {};
  const { PATH: searchPath } = process.env;
  const view = progressView(process.stderr, taskPath(localStateMachine(), turns), Date.now);
  view.begin(`Run ${input.runId} of ${describe(source, options)}`);
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
    signal: stopping.signal,
  })
    .catch((error: unknown) => {
      // Ctrl-C ends the programs that make the database too: what they say of it is no news.
      if (stopping.signal.aborted) return reportFailure(input.runId, ABORTED);
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
