import { z } from "zod";
import { loadResults } from "../../neighbourhood/load-results.ts";
import { OF_DATABASE, OF_PIPELINE_ROLE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent, withDatabase } from "../parts.ts";

export const Environment = z.object({
  ...OF_STORE.shape,
  ...OF_DATABASE.shape,
  ...OF_PIPELINE_ROLE.shape,
  MAX_REJECTED_SHARE: z.coerce.number().gt(0).max(1),
});

export const handler = lambdaHandler(async (event, clock) => {
  const environment = readEnvironment(Environment);
  const store = bucketStore(environment.DATA_BUCKET);
  const maxRejectedShare = environment.MAX_REJECTED_SHARE;
  return await withDatabase(environment, (database) =>
    loadResults(event, { store, database, clock, progress: silent, maxRejectedShare }),
  );
});
