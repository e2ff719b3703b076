import { join } from "node:path";
import type { Program } from "../../local/emr/command-lookup.ts";

const script = (name: string): Program => [
  process.execPath,
  join(import.meta.dirname, "../fixtures/emr-commands", `${name}.ts`),
];

/** What stands for a cluster's commands where no Spark is: a plain copy, and this project's own analysis. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ["s3-dist-cp", script("copy")],
  ["spark-sql", script("spark-sql")],
]);
