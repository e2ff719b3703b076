import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const WORKER = fileURLToPath(new URL("neighbourhood/worker.ts", import.meta.url));

/** Bundles the worker that Spark pipes rows through into one file, `path`. The same sources give the same bytes. */
export async function bundleWorker(path: string): Promise<void> {
  await build({
    entryPoints: [WORKER],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    logLevel: "silent",
  });
}
