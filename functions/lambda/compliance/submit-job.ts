import { z } from "zod";
import { xComplianceJobs } from "../../adapters/posts/x-compliance/jobs.ts";
import { submitJob } from "../../compliance/job.ts";
import { OF_STORE, OF_X, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, xToken } from "../parts.ts";

export const Environment = z.object({ ...OF_STORE.shape, ...OF_X.shape });

export const handler = lambdaHandler(async (event, clock) => {
  const { DATA_BUCKET, X_API_URL, X_TOKEN_SECRET } = readEnvironment(Environment);
  return await submitJob(event, {
    store: bucketStore(DATA_BUCKET),
    compliance: xComplianceJobs({ bearerToken: xToken(X_TOKEN_SECRET), baseUrl: X_API_URL, now: clock.now }),
    clock,
  });
});
