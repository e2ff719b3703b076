import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { startPostgres } from "../local/postgres/server.ts";
import { pythonEnvironment } from "../local/python/environment.ts";
import { Durability } from "./pipeline-citypulse.ts";
import { measureProcess } from "./pipeline-process.ts";

/** Rows whose INSERT and COMMIT are timed; the time for all of them is that of these, scaled. */
const LOADED_ROWS = 20_000;

/** What a user would give Spark on a laptop; its default, 1 GiB, is enough for a small file only. */
const DRIVER_MEMORY = "4g";

const Job = z.object({ startSeconds: z.number(), jobSeconds: z.number(), rows: z.number() });
const Load = z.object({ loadSeconds: z.number(), rows: z.number(), durability: Durability });

/** The original way with a file of posts, part by part; times in seconds. */
export interface OriginalTimes {
  /** PySpark's start and its job: vaderSentiment in a Python UDF. */
  readonly sentiment: z.infer<typeof Job>;
  /** The same for stop words, stemming and counting. */
  readonly topics: z.infer<typeof Job>;
  /** One INSERT and one COMMIT a row: measured on `rows` rows. */
  readonly load: z.infer<typeof Load>;
  /** The load's time for all rows of the sentiment job. */
  readonly scaledLoadSeconds: number;
  /** The sum of both jobs, Spark's starts included, and the scaled load. */
  readonly seconds: number;
}

/** Runs the original way on posts with their station; see bench/original/. `scratch` is a folder that is there. */
export async function runOriginal(posts: string, scratch: string): Promise<OriginalTimes> {
  const python = await pythonEnvironment(new URL("./python/spark.txt", import.meta.url));
  const run = (script: string, args: readonly string[], environment: Readonly<Record<string, string>>) => {
    process.stderr.write(`The original way: ${script} ...\n`);
    const path = fileURLToPath(new URL(`./original/${script}`, import.meta.url));
    return measureProcess(python, ["-B", path, ...args], { stderr: "kept", environment });
  };
  const scores = join(scratch, "sentiment");
  const sentiment = await run("sentiment_job.py", [posts, scores, DRIVER_MEMORY], {});
  const topics = await run("topics_job.py", [posts, join(scratch, "topics"), DRIVER_MEMORY], {});
  // The same programs and settings as CityPulse's, and a database of its own.
  const postgres = await startPostgres(join(scratch, "original-home"));
  try {
    const { host, port, user, password, database } = postgres.connection;
    const load = await run("load.py", [scores, String(LOADED_ROWS)], {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    });
    return addUp(sentiment.stdout, topics.stdout, load.stdout);
  } finally {
    await postgres.stop();
  }
}

/** What the three scripts printed, as times. Throws where a script printed something else. */
export function addUp(sentimentOutput: string, topicsOutput: string, loadOutput: string): OriginalTimes {
  const sentiment = Job.parse(lastLine(sentimentOutput));
  const topics = Job.parse(lastLine(topicsOutput));
  const load = Load.parse(lastLine(loadOutput));
  if (load.rows === 0) throw new Error("The original way loaded no rows.");
  const scaledLoadSeconds = (load.loadSeconds / load.rows) * sentiment.rows;
  const jobs = [sentiment, topics].reduce((sum, job) => sum + job.startSeconds + job.jobSeconds, 0);
  return { sentiment, topics, load, scaledLoadSeconds, seconds: jobs + scaledLoadSeconds };
}

/** Spark may print before it. */
const lastLine = (output: string): unknown => JSON.parse(output.trim().split("\n").at(-1) ?? "");
