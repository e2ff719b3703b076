import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { oddWorker } from "./odd-workers.ts";
import { repeatedPosts } from "./repeated-posts.ts";
import { extractedRun, type Layout } from "./spark-analysis.ts";

/** Settings under which Spark reads the lines of `oneFile` in some six partitions. */
export const SIX_PARTITIONS = ["--conf", "spark.sql.files.maxPartitionBytes=256k"];

/**
 * To be called at the top of a test file, for which it makes one run of repeatedPosts: see extractedRun. Its folder is
 * gone after the last test. The result gives the tests that run.
 */
export function repeatedRun() {
  let folder: string | undefined;
  let run: Awaited<ReturnType<typeof openRun>> | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "citypulse-repeated-"));
    run = await openRun(folder);
  });
  afterAll(async () => {
    if (folder !== undefined) await rm(folder, { recursive: true });
  });
  return () => {
    if (run === undefined) throw new Error("The run is made before the first test.");
    return run;
  };
}

async function openRun(folder: string) {
  const run = await extractedRun(folder, await repeatedPosts());
  const oneFile: Layout = new Map([["lines", run.lines]]);
  /** Puts a worker that runs `program` beside the run: see oddWorker. */
  const workerOf = (name: string, program: string) =>
    oddWorker(join(folder, `jobs-${name}`), run.worker, program);
  return { ...run, folder, oneFile, workerOf };
}
