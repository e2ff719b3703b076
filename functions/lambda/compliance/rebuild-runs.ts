import { z } from "zod";
import { rebuildRuns } from "../../compliance/rebuild-runs.ts";
import { analysisThreads } from "../analysis-threads.ts";
import { OF_CODE, OF_DATABASE, OF_PIPELINE_ROLE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent, withDatabase } from "../parts.ts";

export const Environment = z.object({
  ...OF_CODE.shape,
  ...OF_STORE.shape,
  ...OF_DATABASE.shape,
  ...OF_PIPELINE_ROLE.shape,
  MIN_POSTS: z.coerce.number().int().positive(),
});

export const handler = lambdaHandler(async (event, clock) => {
  const environment = readEnvironment(Environment);
  const { CODE_VERSION: codeVersion, DATA_BUCKET: bucket, MIN_POSTS: minPosts } = environment;
  return await withDatabase(environment, (database) =>
    rebuildRuns(event, {
      store: bucketStore(bucket),
      database,
      clock,
      codeVersion,
      minPosts,
      progress: silent,
      openWorkers: (run) => analysisThreads({ run, bucket, codeVersion }),
    }),
  );
});
