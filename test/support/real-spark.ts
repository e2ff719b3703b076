import { join } from "node:path";
import { type ClusterPrograms, clusterPrograms } from "../../local/emr/commands.ts";
import { installSpark } from "../../local/emr/spark.ts";
import { cacheFolder } from "../../local/python/environment.ts";

/** What runs the steps of the engine emr on real Spark, which is installed on first use, outside the clone. */
export async function realSpark(): Promise<{ readonly clusterPrograms: ClusterPrograms }> {
  const spark = await installSpark(join(cacheFolder(), "spark"));
  return { clusterPrograms: clusterPrograms(spark, process.env) };
}
