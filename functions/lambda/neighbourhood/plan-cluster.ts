import { z } from "zod";
import { clusterRate, MEASURED_RATES } from "../../neighbourhood/engine-estimate.ts";
import { planCluster } from "../../neighbourhood/plan-cluster.ts";
import { OF_CODE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore } from "../parts.ts";

export const Environment = z.object({ ...OF_CODE.shape, ...OF_STORE.shape });

export const handler = lambdaHandler(async (event) => {
  const { CODE_VERSION, DATA_BUCKET } = readEnvironment(Environment);
  return await planCluster(event, {
    store: bucketStore(DATA_BUCKET),
    codeVersion: CODE_VERSION,
    clusterRate: clusterRate(MEASURED_RATES),
  });
});
