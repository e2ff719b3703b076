import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type CommandLookup, findProgram, type Program } from "./command-lookup.ts";

const DIST_CP = fileURLToPath(new URL("dist-cp/s3-dist-cp.ts", import.meta.url));

/**
 * What a cluster's configuration says there: no catalogue outside the process, and files that are divided among the
 * processors. A laptop's shuffles are small, and each of their parts costs time.
 */
const SPARK_SETTINGS = [
  ...["--driver-memory", "4g"],
  ...["--conf", "spark.ui.enabled=false"],
  ...["--conf", "spark.sql.catalogImplementation=in-memory"],
  ...["--conf", "spark.sql.shuffle.partitions=4"],
];

/**
 * What stands on this machine for a cluster's commands: Spark where a shell would find it, and a copy of our own.
 *
 * @param searchPath folders as in PATH; null where there is none.
 */
export async function emrCommands(searchPath: string | null): Promise<CommandLookup> {
  const programs = new Map<string, Program>([["s3-dist-cp", [process.execPath, DIST_CP]]]);
  const sparkSql = await findProgram("spark-sql", { programs, searchPath });
  if (sparkSql !== undefined) programs.set("spark-sql", [...sparkSql, ...SPARK_SETTINGS]);
  return { programs, searchPath: null };
}

/** The environment of the steps: the jobs' worker runs on the Node that runs this. */
export const emrEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> => ({
  ...environment,
  PATH: [dirname(process.execPath), environment.PATH].filter(Boolean).join(delimiter),
});
