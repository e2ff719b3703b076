import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { realSpark } from "../support/real-spark.ts";

const sqlOf = (job: string): string =>
  fileURLToPath(new URL(`../../spark-jobs/neighbourhood/${job}.sql`, import.meta.url));

export const SENTIMENT = sqlOf("sentiment");

/** Both jobs as one script in `folder`, since Spark takes long to start. Returns its path. */
export async function bothJobs(folder: string): Promise<string> {
  const path = join(folder, "both.sql");
  const [sentiment, topics] = await Promise.all([
    readFile(SENTIMENT, "utf8"),
    readFile(sqlOf("topics"), "utf8"),
  ]);
  // Each job declares this view.
  await writeFile(path, `${sentiment}\nDROP VIEW superseded;\n\n${topics}`);
  return path;
}

/** What the jobs are told with `-d`, less where their worker is. */
export interface JobVariables {
  readonly RUN_ID: string;
  readonly CLUSTER: string;
  readonly INPUT: string;
  readonly RAW: string;
  readonly SCRATCH: string;
  readonly OUT: string;
}

export interface JobRun {
  readonly script: string;
  readonly variables: JobVariables;
  /** The folder of worker.mjs; Spark runs in it. */
  readonly jobs: string;
  /** More arguments for spark-sql. */
  readonly settings?: readonly string[];
}

/** Runs a script by real Spark, and resolves when it has ended, in whatever way. The code is null after a signal. */
export async function runJob({ script, variables, jobs, settings = [] }: JobRun) {
  const { commands, environment } = (await realSpark()).clusterPrograms;
  const [command = "", ...first] = commands.programs.get("spark-sql") ?? [];
  const told = Object.entries({ ...variables, JOBS: jobs }).flatMap(([name, value]) => [
    "-d",
    `${name}=${value}`,
  ]);
  const hasExecutors = settings.some((setting) => setting.startsWith("local-cluster"));
  const env = await ownPlaces(jobs, environment, hasExecutors);
  const child = spawn(command, [...first, ...settings, "-f", script, ...told], { cwd: jobs, env });
  const [, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: code === null ? null : Number(code), stderr };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a Spark that writes into `folder` alone, so that one that is killed leaves nothing elsewhere: its
 * temporary files, and what executors of its own small cluster write, which goes into Spark's home.
 */
async function ownPlaces(
  folder: string,
  environment: Environment,
  hasExecutors: boolean,
): Promise<Environment> {
  const temporary = await mkdtemp(join(folder, "temporary-"));
  const own = { ...environment, JDK_JAVA_OPTIONS: `-Djava.io.tmpdir=${temporary}` };
  // In a home of another name the archive of Spark's classes is of no use.
  return hasExecutors ? { ...own, SPARK_HOME: await ownHome(folder, environment.SPARK_HOME ?? "") } : own;
}

async function ownHome(folder: string, sparkHome: string): Promise<string> {
  const own = await mkdtemp(join(folder, "spark-"));
  for (const name of await readdir(sparkHome)) await symlink(join(sparkHome, name), join(own, name));
  return own;
}

/** The files with rows that are in a job's OUT, as paths in it. What a failed job left in a temporary folder is none. */
export async function resultFiles(out: string): Promise<string[]> {
  const files = await readdir(out, { recursive: true }).catch(() => []);
  return files.filter((file) => /\/part-[^/]*$/.test(file) && !file.includes("_temporary")).sort();
}
