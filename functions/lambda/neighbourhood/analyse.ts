import { z } from "zod";
import { analyse } from "../../neighbourhood/analyse.ts";
import { analysisThreads } from "../analysis-threads.ts";
import { OF_CODE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent } from "../parts.ts";

export const Environment = z.object({ ...OF_CODE.shape, ...OF_STORE.shape });

export const handler = lambdaHandler(async (event, clock) => {
  const { CODE_VERSION: codeVersion, DATA_BUCKET: bucket } = readEnvironment(Environment);
  return await analyse(event, {
    store: bucketStore(bucket),
    clock,
    codeVersion,
    progress: silent,
    openWorkers: (run) => analysisThreads({ run, bucket, codeVersion }),
  });
});
