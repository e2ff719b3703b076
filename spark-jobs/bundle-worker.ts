import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const WORKER = fileURLToPath(new URL("neighbourhood/worker.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The worker through which Spark pipes rows, as one file. The same sources give the same bytes. */
export async function workerCode(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [WORKER],
    // esbuild writes each file's path relative to this folder, so it must not depend on where Pulumi is run.
    absWorkingDir: ROOT,
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    charset: "utf8",
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** Writes the worker to `path`, and creates its folder if it does not exist. */
export async function bundleWorker(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await workerCode());
}
