import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { startPostgres } from "../../local/postgres/server.ts";
import { pythonEnvironment } from "../../local/python/environment.ts";
import { Durability } from "./citypulse.ts";
import { type Measured, measureProcess } from "./process.ts";

/** Number of rows whose INSERT and COMMIT are timed. The time for all rows is scaled from these. */
const LOADED_ROWS = 20_000;

/** Memory that a user would give Spark on a laptop. The default of 1 GiB is enough for small files only. */
const DRIVER_MEMORY = "4g";

const Job = z.object({ startSeconds: z.number(), jobSeconds: z.number(), rows: z.number() });
/** Times in seconds: the start of Spark, and the rest until the rows are written. */
export type JobTimes = z.infer<typeof Job>;
const Load = z.object({ loadSeconds: z.number(), rows: z.number(), durability: Durability });

/** The two jobs of the original pipeline. */
export interface OriginalJobs {
  /** vaderSentiment in a Python UDF. */
  readonly sentiment: JobTimes;
  /** Stop words, stemming and counting. */
  readonly topics: JobTimes;
}

/** Times of the original pipeline for a file of posts, part by part, in seconds. */
export interface OriginalTimes extends OriginalJobs {
  /** One INSERT and one COMMIT for each row, measured with `rows` rows. */
  readonly load: z.infer<typeof Load>;
  /** Time of the load for all rows of the sentiment job. */
  readonly scaledLoadSeconds: number;
  /** Sum of both jobs, including the starts of Spark, and the scaled load. */
  readonly seconds: number;
}

/**
 * Runs the two jobs of the original pipeline (bench/original/) on posts with their station. `scratch` is an existing
 * folder; its folder `sentiment` contains the scores afterwards.
 */
export async function runOriginalJobs(posts: string, scratch: string): Promise<OriginalJobs> {
  const job = async (name: "sentiment" | "topics"): Promise<JobTimes> => {
    const args = [posts, join(scratch, name), DRIVER_MEMORY];
    return readJob((await runScript(`${name}_job.py`, args)).stdout);
  };
  return { sentiment: await job("sentiment"), topics: await job("topics") };
}

/** Runs the whole original pipeline, including the load of its scores. */
export async function runOriginal(posts: string, scratch: string): Promise<OriginalTimes> {
  const jobs = await runOriginalJobs(posts, scratch);
  // The same programs and settings as for CityPulse, with a separate database.
  const postgres = await startPostgres(join(scratch, "original-home"));
  try {
    const { host, port, user, password, database } = postgres.connection;
    const load = await runScript("load.py", [join(scratch, "sentiment"), String(LOADED_ROWS)], {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    });
    return addUp(jobs, load.stdout);
  } finally {
    await postgres.stop();
  }
}

async function runScript(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const python = await pythonEnvironment(new URL("../python/spark.txt", import.meta.url));
  process.stderr.write(`The original pipeline: ${script} ...\n`);
  const path = fileURLToPath(new URL(`../original/${script}`, import.meta.url));
  return await measureProcess(python, ["-B", path, ...args], { stderr: "kept", environment });
}

/** Parses the output of a job's script. Throws if the output has another form. */
export const readJob = (output: string): JobTimes => Job.parse(lastLine(output));

export const jobSeconds = ({ sentiment, topics }: OriginalJobs): number =>
  [sentiment, topics].reduce((sum, job) => sum + job.startSeconds + job.jobSeconds, 0);

/** Adds up the times of all scripts. Throws if the output of the load has another form. */
export function addUp(jobs: OriginalJobs, loadOutput: string): OriginalTimes {
  const load = Load.parse(lastLine(loadOutput));
  if (load.rows === 0) throw new Error("The original pipeline loaded no rows.");
  const scaledLoadSeconds = (load.loadSeconds / load.rows) * jobs.sentiment.rows;
  return { ...jobs, load, scaledLoadSeconds, seconds: jobSeconds(jobs) + scaledLoadSeconds };
}

/** The last line of the output, because Spark can print lines before it. */
const lastLine = (output: string): unknown => JSON.parse(output.trim().split("\n").at(-1) ?? "");
