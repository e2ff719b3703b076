import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { asset, type ComponentResource } from "@pulumi/pulumi";
import { ROOT, textAsset } from "./bundle.ts";
import { nodeBinaries } from "./node-binaries.ts";

/** What clusters load, by key: the jobs with their worker, the bootstrap action and Node. Times and paths leave no trace. */
export interface Artifacts {
  /** The worker's code, by workerCode of spark-jobs/bundle-worker.ts. */
  readonly worker: string;
  readonly nodeVersion: string;
  /** The folder with Node's binaries. */
  readonly nodeFolder: string;
}

const JOBS = ["sentiment.sql", "topics.sql"];
const BOOTSTRAP = "spark-jobs/bootstrap/install-node.sh";

/** Puts the artifacts into the bucket. Throws InvalidInput where Node's binaries have not been fetched. */
export function uploadArtifacts(
  { worker, nodeVersion, nodeFolder }: Artifacts,
  bucket: aws.s3.Bucket,
  parent: ComponentResource,
): aws.s3.BucketObjectv2[] {
  const file = (path: string) => new asset.FileAsset(join(ROOT, path));
  const sources: Record<string, asset.Asset> = {
    [BOOTSTRAP]: file(BOOTSTRAP),
    "spark-jobs/neighbourhood/worker.mjs": textAsset(worker),
  };
  for (const job of JOBS)
    sources[`spark-jobs/neighbourhood/${job}`] = file(`spark-jobs/neighbourhood/${job}`);
  for (const { name, path } of nodeBinaries(nodeFolder))
    sources[`node/${nodeVersion}/${name}`] = new asset.FileAsset(path);
  return Object.entries(sources).map(
    ([key, source]) => new aws.s3.BucketObjectv2(key, { bucket: bucket.id, key, source }, { parent }),
  );
}
