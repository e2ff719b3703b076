import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withFileLock } from "../../functions/adapters/store/file-lock.ts";
import type { Program } from "./commands.ts";

const run = promisify(execFile);

const WARM_UP = fileURLToPath(new URL("warm-up.sql", import.meta.url));
const SCRATCH = "warm-up-";
const PATIENCE_MS = 5 * 60_000;

/** Where the archive of the classes of Spark and its Java lies, which are in `folder`. */
const archiveIn = (folder: string): string => join(folder, "spark-classes.jsa");

/** The options by which Java takes Spark's classes from their archive; none where there is none. */
export function archiveOptions(folder: string): string[] {
  const archive = archiveIn(folder);
  return existsSync(archive) ? [fileOption("SharedArchiveFile", archive)] : [];
}

/** Spark takes Java's options apart as a shell does. */
const fileOption = (name: string, path: string): string =>
  `"-XX:${name}=${path.replaceAll(/["\\]/g, "\\$&")}"`;

/** A Spark that is to run with options of Java. */
export interface Archivable {
  readonly environment: Readonly<Record<string, string>>;
  readonly java: string;
  sparkSqlWith(javaOptions: readonly string[]): Program;
}

/**
 * Keeps what Java makes of Spark's classes, so that a job starts in half the time: class data sharing, some 130 MB. Java's
 * own classes come first, since a Java that jlink has put together has none of them archived. Processes that ask for it at
 * once make it once. Throws where Spark does not run.
 * https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html
 */
export async function archiveClasses(folder: string, spark: Archivable): Promise<void> {
  const archive = archiveIn(folder);
  if (existsSync(archive)) return;
  const tooLong = (seconds: number) =>
    new Error(`Another process has been archiving Spark's classes for ${seconds} s. Wait for it, or end it.`);
  await withFileLock(`${archive}.lock`, { patienceMs: PATIENCE_MS, tooLong }, async () => {
    if (existsSync(archive)) return;
    process.stderr.write("Archiving Spark's classes; this is done once and may take a minute ...\n");
    // Nobody else is at work: what is there was left by one that was killed.
    const left = (await readdir(folder)).filter((name) => name.startsWith(SCRATCH));
    await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
    const scratch = await mkdtemp(join(folder, SCRATCH));
    try {
      // It gets its name when it is whole: one that was cut off is never used.
      const unfinished = join(scratch, "classes.jsa");
      // Of each class that cannot be archived Java would tell why.
      const archiving = ["-Xlog:disable", fileOption("ArchiveClassesAtExit", unfinished)];
      const [command, ...settings] = spark.sparkSqlWith(archiving);
      const options = { cwd: scratch, env: { ...process.env, ...spark.environment } };
      await run(spark.java, ["-Xshare:dump"], options);
      await run(command, [...settings, "-d", `FOLDER=${scratch}`, "-f", WARM_UP], options);
      // Spark is there without it, too: a Java may be made for no archives, or a disk be full.
      if (existsSync(unfinished)) await rename(unfinished, archive);
    } finally {
      await rm(scratch, { recursive: true });
    }
  });
}
