import { join } from "node:path";
import * as aws from "@pulumi/aws";
import { asset } from "@pulumi/pulumi";
import { readCodeVersion } from "../functions/adapters/code-version.ts";
import { STATIONS_KEY } from "../functions/posts/keys.ts";
import { workerCode } from "../spark-jobs/bundle-worker.ts";
import type { StackSettings } from "./config.ts";
import { outputsOf } from "./outputs.ts";
import { entriesOf, PIPELINES, type StackPipeline } from "./pipelines.ts";
import { Alerts } from "./platform/alerts.ts";
import { bundleFunctions, ROOT, rdsCertificates } from "./platform/bundle.ts";
import { Clusters } from "./platform/clusters.ts";
import { stackDashboard } from "./platform/dashboard.ts";
import { Database } from "./platform/database.ts";
import { Network, twoZones } from "./platform/network.ts";
import { nodeBinaries } from "./platform/node-binaries.ts";
import { RUNS_FUNCTIONS, Runs } from "./platform/runs.ts";
import { Storage } from "./platform/storage.ts";
import { nameOf, tagsOf } from "./settings/names.ts";

/**
 * All that a stack has in AWS, in the order in which data flows. Returns the stack's outputs. Throws InvalidInput before
 * anything is made where something is missing on this machine.
 * @param nodeFolder where `npm run fetch-node` has put the clusters' Node.
 */
export async function deploy(
  read: StackSettings,
  nodeFolder: string,
  registered: readonly StackPipeline[] = PIPELINES,
) {
  const { stack, region } = read;
  // Whatever can be known to be missing is said before anything is made.
  nodeBinaries(nodeFolder);
  rdsCertificates(region);
  const pipelines = registered.filter((one) => one.isEnabled(read));
  const [code, worker, codeVersion, makers] = await Promise.all([
    bundleFunctions(entriesOf(RUNS_FUNCTIONS, pipelines)),
    workerCode(),
    readCodeVersion(),
    Promise.all(pipelines.map(async (one) => ({ name: one.name, make: await one.load() }))),
  ]);
  const { profile, allowedAccountIds } = read.aws;
  const provider = new aws.Provider("aws", {
    region: region as aws.Region,
    ...(profile && { profile }),
    ...(allowedAccountIds && { allowedAccountIds }),
    defaultTags: { tags: tagsOf(stack) },
  });
  const options = { providers: { aws: provider } };
  const settings = { ...read, account: aws.getCallerIdentityOutput({}, { provider }).accountId };

  const storage = new Storage(settings, options);
  new aws.s3.BucketObjectv2(
    "stations",
    {
      bucket: storage.data.id,
      key: STATIONS_KEY,
      source: new asset.FileAsset(join(ROOT, "data/stations.csv")),
    },
    { parent: storage, retainOnDelete: settings.destroy.data === "keep" },
  );
  const xToken = new aws.secretsmanager.Secret(
    "x-token",
    {
      namePrefix: `${nameOf(stack, "x-token")}-`,
      description: "The token of X; its value is set outside of Pulumi",
    },
    { provider },
  );
  const network = new Network(settings, await twoZones(region, { provider }), options);
  const database = new Database(settings, network, options);
  const alerts = new Alerts(settings, options);
  const clusters = new Clusters(settings, { storage, network, artifacts: { worker, nodeFolder } }, options);
  const platform = {
    settings,
    storage,
    network,
    database,
    clusters,
    alerts,
    xToken,
    code,
    codeVersion,
  };
  const runs = new Runs(platform, pipelines, options);
  const made = makers.map(({ name, make }) => [name, make({ ...platform, runs }, options)] as const);
  stackDashboard(platform, Object.fromEntries(made), { parent: runs });
  return outputsOf(platform, Object.fromEntries(made));
}
