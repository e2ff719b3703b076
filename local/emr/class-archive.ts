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

/** The path of the class archive for the Spark and the Java in `folder`. */
const archiveIn = (folder: string): string => join(folder, "spark-classes.jsa");

/** The options that make Java read Spark's classes from their archive; none if there is no archive. */
export function archiveOptions(folder: string): string[] {
  const archive = archiveIn(folder);
  return existsSync(archive) ? [fileOption("SharedArchiveFile", archive)] : [];
}

/** Spark splits Java's options as a shell does. */
const fileOption = (name: string, path: string): string =>
  `"-XX:${name}=${path.replaceAll(/["\\]/g, "\\$&")}"`;

/** A Spark to run with options of Java. */
export interface Archivable {
  readonly environment: Readonly<Record<string, string>>;
  readonly java: string;
  sparkSqlWith(javaOptions: readonly string[]): Program;
}

/**
 * Archives Spark's classes in the form that Java loads (class data sharing, about 130 MB), so that a job starts in half the
 * time. Java's own classes are archived first, because a Java made by jlink has no archive of them. If several processes
 * call this at once, one of them makes the archive. Throws if Spark does not run.
 * https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html
 */
export async function archiveClasses(folder: string, spark: Archivable): Promise<void> {
  const archive = archiveIn(folder);
  if (existsSync(archive)) return;
  const tooLong = (seconds: number) =>
    new Error(`Another process has been archiving Spark's classes for ${seconds} s. Wait for it, or end it.`);
  await withFileLock(`${archive}.lock`, { patienceMs: PATIENCE_MS, tooLong }, async () => {
    if (existsSync(archive)) return;
    process.stderr.write("Archiving Spark's classes; this is done once and can take a minute ...\n");
    // No other process is working here: existing files are from a process that was killed.
    const left = (await readdir(folder)).filter((name) => name.startsWith(SCRATCH));
    await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
    const scratch = await mkdtemp(join(folder, SCRATCH));
    try {
      // It gets its name when it is complete, so an incomplete one is never used.
      const unfinished = join(scratch, "classes.jsa");
      // Otherwise Java reports each class that cannot be archived.
      const archiving = ["-Xlog:disable", fileOption("ArchiveClassesAtExit", unfinished)];
      const [command, ...settings] = spark.sparkSqlWith(archiving);
      const options = { cwd: scratch, env: { ...process.env, ...spark.environment } };
      await run(spark.java, ["-Xshare:dump"], options);
      await run(command, [...settings, "-d", `FOLDER=${scratch}`, "-f", WARM_UP], options);
      // Spark works without an archive: this Java may not support archives, or the disk may be full.
      if (existsSync(unfinished)) await rename(unfinished, archive);
    } finally {
      await rm(scratch, { recursive: true });
    }
  });
}
