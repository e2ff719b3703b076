import { join } from "node:path";
import { emrCommands, emrEnvironment } from "../../local/emr/commands.ts";
import { installSpark } from "../../local/emr/spark.ts";
import { cacheFolder } from "../../local/python/environment.ts";
import type { RunOptions } from "../../local/run.ts";

/** What runs the steps of the engine emr on real Spark, which is installed on first use, outside the clone. */
export async function realSpark(): Promise<Pick<RunOptions, "emrCommands" | "emrEnvironment">> {
  const spark = await installSpark(join(cacheFolder(), "spark"));
  return { emrCommands: emrCommands(spark), emrEnvironment: emrEnvironment(spark, process.env) };
}
