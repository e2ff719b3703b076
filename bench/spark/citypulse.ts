import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaySource } from "../../functions/adapters/posts/replay/source.ts";
import type { Counts } from "../../functions/neighbourhood/analysis-manifest.ts";
import { DEFAULTS } from "../../functions/neighbourhood/defaults.ts";
import { BUNDLED_STATIONS } from "../../local/bundled.ts";
import { clusterPrograms } from "../../local/emr/commands.ts";
import { installSpark } from "../../local/emr/spark.ts";
import type { StateEvent } from "../../local/engine/execution.ts";
import { homeAt } from "../../local/home.ts";
import { neighbourhoodRun } from "../../local/neighbourhood/pipeline.ts";
import { cacheFolder } from "../../local/python/environment.ts";
import { runPipeline } from "../../local/run-pipeline.ts";
import { type JobPart, partTimes, statementTimes } from "./statements.ts";

/** A step of the cluster, from start to end of its program, in seconds. */
export interface JobRun {
  readonly seconds: number;
  /** Time that Spark needs before the first statement and after the last one. */
  readonly start: number;
  readonly parts: readonly { readonly name: string; readonly seconds: number }[];
  readonly rest: number;
}

export interface SparkRun {
  /** Time to copy raw pages to HDFS, with one process. */
  readonly copySeconds: number;
  readonly sentiment: JobRun;
  readonly topics: JobRun;
  readonly counts: Counts;
}

const SENTIMENT: readonly JobPart[] = [
  { name: "pages through the worker: read, score, encode words", isPart: /^INSERT OVERWRITE TABLE made/ },
  {
    name: "the newest version of each post",
    isPart: /'\$\{SCRATCH\}\/(?:repeated|superseded)' USING parquet OPTIONS \(c/,
  },
  { name: "posts into Parquet", isPart: /^INSERT OVERWRITE DIRECTORY '\$\{OUT\}[^']*\/posts'/ },
];
const TOPICS: readonly JobPart[] = [
  {
    name: "words through the worker: count, rank, choose",
    isPart: /^INSERT OVERWRITE DIRECTORY '\$\{SCRATCH\}\/topics'/,
  },
];

const RUN_ID = "20261116T060000Z";

/**
 * Runs the posts with the engine `emr` in a new home, and returns the times of its two jobs. Throws if the run fails.
 */
export async function runSparkJobs(posts: string, home: string): Promise<SparkRun> {
  const spark = await installSpark(join(cacheFolder(), "spark"));
  const events: StateEvent[] = [];
  const run = neighbourhoodRun({
    input: { runId: RUN_ID, engine: "emr" },
    source: replaySource(posts),
    stationsFile: await readFile(BUNDLED_STATIONS),
    ...DEFAULTS,
  });
  const { report } = await runPipeline(run, {
    home,
    clusterPrograms: clusterPrograms(spark, process.env),
    onEvent(event) {
      if (event.kind === "entered") process.stderr.write(`CityPulse: ${event.state} ...\n`);
      events.push(event);
    },
  });
  const { status, error, posts: counts } = report;
  if (status !== "succeeded") throw new Error(`The run of ${posts} ended as ${status}: ${error?.message}`);
  const [sentimentLog = "", topicsLog = ""] = await sparkLogs(homeAt(home).emrLogs);
  return {
    copySeconds: stateSeconds(events, "CopyIn"),
    sentiment: await jobRun("sentiment", stateSeconds(events, "Sentiment"), sentimentLog, SENTIMENT),
    topics: await jobRun("topics", stateSeconds(events, "Topics"), topicsLog, TOPICS),
    counts,
  };
}

async function jobRun(
  name: string,
  seconds: number,
  log: string,
  parts: readonly JobPart[],
): Promise<JobRun> {
  const sql = await readFile(new URL(`../../spark-jobs/neighbourhood/${name}.sql`, import.meta.url), "utf8");
  const times = statementTimes(sql, log);
  const statements = times.reduce((sum, time) => sum + time.seconds, 0);
  return { seconds, start: seconds - statements, ...partTimes(times, parts) };
}

function stateSeconds(events: readonly StateEvent[], state: string): number {
  const at = (kind: StateEvent["kind"]): number =>
    events.findLast((event) => event.state === state && event.kind === kind)?.at ?? Number.NaN;
  return (at("left") - at("entered")) / 1000;
}

/** The stderr of spark-sql, earlier step first. */
async function sparkLogs(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith("stderr"));
  const logs = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { text: await readFile(path, "utf8"), ended: (await stat(path)).mtimeMs };
    }),
  );
  return logs
    .filter(({ text }) => text.includes("Time taken"))
    .sort((left, right) => left.ended - right.ended)
    .map(({ text }) => text);
}
