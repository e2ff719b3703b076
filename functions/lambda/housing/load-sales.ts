import { z } from "zod";
import { loadSales } from "../../housing/load-sales.ts";
import { OF_DATABASE, OF_PIPELINE_ROLE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent, withDatabase } from "../parts.ts";

export const Environment = z.object({
  ...OF_STORE.shape,
  ...OF_DATABASE.shape,
  ...OF_PIPELINE_ROLE.shape,
  MAX_REJECTED_SHARE: z.coerce.number().gt(0).max(1),
  WINDOW_MONTHS: z.coerce.number().int().positive(),
});

export const handler = lambdaHandler(async (event) => {
  const environment = readEnvironment(Environment);
  const { MAX_REJECTED_SHARE: maxRejectedShare, WINDOW_MONTHS: windowMonths } = environment;
  const store = bucketStore(environment.DATA_BUCKET);
  return await withDatabase(environment, (database) =>
    loadSales(event, { store, database, progress: silent, maxRejectedShare, windowMonths }),
  );
});
