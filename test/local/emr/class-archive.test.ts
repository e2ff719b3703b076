import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Archivable, archiveClasses, archiveOptions } from "../../../local/emr/class-archive.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-archive-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A Spark whose programs are scripts: `script` is run with the file that is to hold the archive as `$1`. */
async function sparkOf(home: string, script: string): Promise<Archivable> {
  const program = join(home, "program");
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return {
    environment: { PLACE: home },
    java: "true",
    sparkSqlWith: ([, archiving = ""]) => [
      program,
      archiving.replaceAll('"', "").replace("-XX:ArchiveClassesAtExit=", ""),
    ],
  };
}

const newHome = (): Promise<string> => mkdtemp(join(folder, "home with a blank "));
const MADE = ["program", "runs", "spark-classes.jsa", "spark-classes.jsa.lock"];

test("classes are archived once, whoever asks, and then Java is told", async () => {
  const home = await newHome();
  await mkdir(join(home, "warm-up-killed"));
  const spark = await sparkOf(home, 'echo run >> "$PLACE/runs"; sleep 0.2; echo classes > "$1"');
  expect(archiveOptions(home)).toEqual([]);
  await Promise.all([1, 2, 3].map(() => archiveClasses(home, spark)));
  await archiveClasses(home, spark);
  expect(await readFile(join(home, "runs"), "utf8")).toBe("run\n");
  expect((await readdir(home)).sort()).toEqual(MADE);
  expect(archiveOptions(home)).toEqual([`"-XX:SharedArchiveFile=${join(home, "spark-classes.jsa")}"`]);
});

test("a Java that archives nothing is no matter", async () => {
  const home = await newHome();
  await archiveClasses(home, await sparkOf(home, "exit 0"));
  expect(archiveOptions(home)).toEqual([]);
});

test("what a Spark that does not run says is told, and nothing is left that could be taken for an archive", async () => {
  const home = await newHome();
  const spark = await sparkOf(home, 'echo half > "$1"; echo "no such class" >&2; exit 1');
  await expect(archiveClasses(home, spark)).rejects.toThrow("no such class");
  expect(archiveOptions(home)).toEqual([]);
  expect((await readdir(home)).filter((name) => name.startsWith("warm-up"))).toEqual([]);
});
