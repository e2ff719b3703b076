import { z } from "zod";
import { closeHousingRun } from "../../housing/close-run.ts";
import { OF_DATABASE, OF_PIPELINE_ROLE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, withDatabase } from "../parts.ts";

export const Environment = z.object({ ...OF_STORE.shape, ...OF_DATABASE.shape, ...OF_PIPELINE_ROLE.shape });

export const handler = lambdaHandler(async (event, clock) => {
  const environment = readEnvironment(Environment);
  const store = bucketStore(environment.DATA_BUCKET);
  return await withDatabase(environment, (database) => closeHousingRun(event, { store, database, clock }));
});
