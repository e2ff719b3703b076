import { join } from "node:path";
import type { Program } from "../../local/emr/commands.ts";

const script = (path: string): Program => [process.execPath, join(import.meta.dirname, path)];

/** What stands for a cluster's commands where no Spark is: this project's own copy, and its own analysis. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ["s3-dist-cp", script("../../local/emr/dist-cp/s3-dist-cp.ts")],
  ["spark-sql", script("../fixtures/emr-commands/spark-sql.ts")],
]);
