import { z } from "zod";
import { placeSales } from "../../housing/place-sales.ts";
import { OF_CODE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent } from "../parts.ts";

export const Environment = z.object({ ...OF_STORE.shape, ...OF_CODE.shape });

export const handler = lambdaHandler(async (event) => {
  const { DATA_BUCKET, CODE_VERSION } = readEnvironment(Environment);
  return await placeSales(event, {
    store: bucketStore(DATA_BUCKET),
    progress: silent,
    codeVersion: CODE_VERSION,
  });
});
