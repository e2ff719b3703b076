import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { startPostgres } from "../../local/postgres/server.ts";
import { pythonEnvironment } from "../../local/python/environment.ts";
import { Durability } from "./citypulse.ts";
import { type Measured, measureProcess } from "./process.ts";

/** Rows whose INSERT and COMMIT are timed; the time for all of them is that of these, scaled. */
const LOADED_ROWS = 20_000;

/** What a user would give Spark on a laptop; its default, 1 GiB, is enough for a small file only. */
const DRIVER_MEMORY = "4g";

const Job = z.object({ startSeconds: z.number(), jobSeconds: z.number(), rows: z.number() });
/** Times in seconds: Spark's start, and what follows until the rows are written. */
export type JobTimes = z.infer<typeof Job>;
const Load = z.object({ loadSeconds: z.number(), rows: z.number(), durability: Durability });

/** The two jobs of the original way. */
export interface OriginalJobs {
  /** vaderSentiment in a Python UDF. */
  readonly sentiment: JobTimes;
  /** Stop words, stemming and counting. */
  readonly topics: JobTimes;
}

/** The original way with a file of posts, part by part; times in seconds. */
export interface OriginalTimes extends OriginalJobs {
  /** One INSERT and one COMMIT a row: measured on `rows` rows. */
  readonly load: z.infer<typeof Load>;
  /** The load's time for all rows of the sentiment job. */
  readonly scaledLoadSeconds: number;
  /** The sum of both jobs, Spark's starts included, and the scaled load. */
  readonly seconds: number;
}

/**
 * Runs the original way's two jobs on posts with their station; see bench/original/. `scratch` is a folder that is there;
 * the scores are left in its folder `sentiment`.
 */
export async function runOriginalJobs(posts: string, scratch: string): Promise<OriginalJobs> {
  const job = async (name: "sentiment" | "topics"): Promise<JobTimes> => {
    const args = [posts, join(scratch, name), DRIVER_MEMORY];
    return readJob((await runScript(`${name}_job.py`, args)).stdout);
  };
  return { sentiment: await job("sentiment"), topics: await job("topics") };
}

/** Runs all of the original way, the load of its scores too. */
export async function runOriginal(posts: string, scratch: string): Promise<OriginalTimes> {
  const jobs = await runOriginalJobs(posts, scratch);
  // The same programs and settings as CityPulse's, and a database of its own.
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
  process.stderr.write(`The original way: ${script} ...\n`);
  const path = fileURLToPath(new URL(`../original/${script}`, import.meta.url));
  return await measureProcess(python, ["-B", path, ...args], { stderr: "kept", environment });
}

/** What a job's script printed. Throws where it printed something else. */
export const readJob = (output: string): JobTimes => Job.parse(lastLine(output));

export const jobSeconds = ({ sentiment, topics }: OriginalJobs): number =>
  [sentiment, topics].reduce((sum, job) => sum + job.startSeconds + job.jobSeconds, 0);

/** What the scripts printed, as times. Throws where the load printed something else. */
export function addUp(jobs: OriginalJobs, loadOutput: string): OriginalTimes {
  const load = Load.parse(lastLine(loadOutput));
  if (load.rows === 0) throw new Error("The original way loaded no rows.");
  const scaledLoadSeconds = (load.loadSeconds / load.rows) * jobs.sentiment.rows;
  return { ...jobs, load, scaledLoadSeconds, seconds: jobSeconds(jobs) + scaledLoadSeconds };
}

/** Spark may print before it. */
const lastLine = (output: string): unknown => JSON.parse(output.trim().split("\n").at(-1) ?? "");
