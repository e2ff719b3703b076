import { cp, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "../../spark-jobs/bundle-worker.ts";

const JOBS = fileURLToPath(new URL("../../spark-jobs/neighbourhood", import.meta.url));

/** Puts into the folder what `pulumi up` puts into the artifacts' bucket: the jobs' SQL and their worker. */
export async function placeArtifacts(folder: string): Promise<void> {
  const target = join(folder, "spark-jobs", "neighbourhood");
  await mkdir(target, { recursive: true });
  for (const name of ["sentiment.sql", "topics.sql"]) await cp(join(JOBS, name), join(target, name));
  // Another run may be reading the old one.
  const bundle = join(target, `worker-${process.pid}.mjs`);
  await bundleWorker(bundle);
  await rename(bundle, join(target, "worker.mjs"));
}
