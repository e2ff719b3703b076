import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A program, by name or path, and the arguments that come before a step's own. */
export type Program = readonly [program: string, ...first: string[]];

/** The programs of this machine for the commands that an EMR cluster has. */
export interface CommandLookup {
  /** By the command's name, such as `spark-sql`; the program's path is absolute. It is preferred to `searchPath`. */
  readonly programs: ReadonlyMap<string, Program>;
  /** Folders as in PATH, in which commands that are not listed are looked for; null for no folder. */
  readonly searchPath: string | null;
}

/** The program to run for `command`; undefined if this machine has none. */
export async function findProgram(command: string, lookup: CommandLookup): Promise<Program | undefined> {
  const listed = lookup.programs.get(command);
  if (listed !== undefined) return (await isProgram(listed[0])) ? listed : undefined;
  for (const folder of lookup.searchPath?.split(delimiter) ?? []) {
    const path = join(folder, command);
    if (folder !== "" && (await isProgram(path))) return [path];
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** What runs the steps of clusters on this machine. */
export interface ClusterPrograms {
  readonly commands: CommandLookup;
  /** What the commands find in their environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const DIST_CP = fileURLToPath(new URL("dist-cp/s3-dist-cp.ts", import.meta.url));

/**
 * The programs for the commands of a cluster: this project's s3-dist-cp, and Spark; without Spark its commands are
 * missing. The jobs' worker runs on the Node that runs this.
 */
export function clusterPrograms(
  spark: { readonly sparkSql: Program; readonly environment: Readonly<Record<string, string>> } | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): ClusterPrograms {
  const programs = new Map<string, Program>([["s3-dist-cp", [process.execPath, DIST_CP]]]);
  if (spark !== undefined) programs.set("spark-sql", spark.sparkSql);
  return {
    commands: { programs, searchPath: null },
    environment: {
      ...environment,
      ...spark?.environment,
      PATH: [dirname(process.execPath), environment.PATH].filter(Boolean).join(delimiter),
    },
  };
}
