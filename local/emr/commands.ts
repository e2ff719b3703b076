import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandLookup, Program } from "./command-lookup.ts";
import type { Spark } from "./spark.ts";

const DIST_CP = fileURLToPath(new URL("dist-cp/s3-dist-cp.ts", import.meta.url));

/**
 * What a cluster's configuration says there: no catalogue outside the process. A laptop's shuffles are small, and each of
 * their parts costs time.
 */
const SPARK_SETTINGS = [
  ...["--driver-memory", "4g"],
  ...["--conf", "spark.ui.enabled=false"],
  ...["--conf", "spark.sql.catalogImplementation=in-memory"],
  ...["--conf", "spark.sql.shuffle.partitions=4"],
  // Each part starts a worker, which is slow in its first seconds.
  ...["--conf", "spark.sql.files.maxPartitionBytes=512m"],
];

/** Spark's program for files of SQL, with the settings of this machine. */
export const sparkSqlProgram = ({ sparkSql, javaOptions }: Omit<Spark, "environment">): Program => [
  ...sparkSql,
  ...["--driver-java-options", ["-XX:+UseParallelGC", ...javaOptions].join(" ")],
  ...SPARK_SETTINGS,
];

/** What stands on this machine for a cluster's commands; without Spark its commands are missing. */
export function emrCommands(spark: Spark | undefined): CommandLookup {
  const programs = new Map<string, Program>([["s3-dist-cp", [process.execPath, DIST_CP]]]);
  if (spark !== undefined) programs.set("spark-sql", sparkSqlProgram(spark));
  return { programs, searchPath: null };
}

/** The environment of the steps: the jobs' worker runs on the Node that runs this. */
export const emrEnvironment = (
  spark: Spark | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> => ({
  ...environment,
  ...spark?.environment,
  PATH: [dirname(process.execPath), environment.PATH].filter(Boolean).join(delimiter),
});
