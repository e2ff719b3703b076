import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Ends the process that runs the worker: all of Spark, or on a cluster one of its executors. */
export const KILL_SPARK = 'process.kill(process.ppid, "SIGKILL");';

/** Writes half of what the real worker would, which is no whole row as a rule. */
export const HALF = "write(real().slice(0, real().length / 2));";

/**
 * Writes a worker.mjs into `folder` that runs `program`, a script that finds there: `job`, the job's name; `input`, what
 * Spark gave; `real()`, what the worker in the file `realWorker` makes of it; `write(text)`; `isFirst(name)`, whether
 * nobody has asked for that name before, in whichever process. Returns the folder, and the names that were asked for.
 */
export async function oddWorker(folder: string, realWorker: string, program: string) {
  const marks = join(folder, "marks");
  await mkdir(marks, { recursive: true });
  const frame = `import { spawnSync } from "node:child_process";
    import { createHash } from "node:crypto";
    import { readFileSync, writeFileSync } from "node:fs";
    const [, , job, ...rest] = process.argv;
    const input = readFileSync(0);
    const real = () => spawnSync(process.execPath, [${JSON.stringify(realWorker)}, job, ...rest],
      { input, maxBuffer: Number.POSITIVE_INFINITY }).stdout.toString();
    const write = (text) => writeFileSync(1, text);
    const isFirst = (name) => {
      try {
        writeFileSync(${JSON.stringify(marks)} + "/" + name, "", { flag: "wx" });
        return true;
      } catch {
        return false;
      }
    };
    const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");`;
  await writeFile(join(folder, "worker.mjs"), `${frame}\n${program}`);
  return { jobs: folder, asked: async () => (await readdir(marks)).sort() };
}
