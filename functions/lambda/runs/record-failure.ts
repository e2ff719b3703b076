import { z } from "zod";
import { stepLogs } from "../../adapters/aws/step-logs.ts";
import { recordFailure } from "../../runs/record-failure.ts";
import { OF_DATABASE, OF_PIPELINE_ROLE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, withDatabase } from "../parts.ts";

export const Environment = z.object({
  ...OF_DATABASE.shape,
  ...OF_PIPELINE_ROLE.shape,
  /** The bucket of the clusters' logs, which lie under `emr/`. */
  LOG_BUCKET: z.string().min(1),
});

const PREFIX = "emr/";

export const handler = lambdaHandler(async (event, clock) => {
  const environment = readEnvironment(Environment);
  const { LOG_BUCKET } = environment;
  const logUri = `s3://${LOG_BUCKET}/${PREFIX}`;
  const logs = stepLogs({ logUri, store: bucketStore(LOG_BUCKET), prefix: PREFIX });
  return await withDatabase(environment, (database) =>
    recordFailure(event, { database, clock, stepLogs: logs }),
  );
});
