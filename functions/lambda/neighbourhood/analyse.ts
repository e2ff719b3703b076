import { z } from "zod";
import { analyse } from "../../neighbourhood/analyse.ts";
import { OF_CODE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent } from "../parts.ts";

export const Environment = z.object({ ...OF_CODE.shape, ...OF_STORE.shape });

export const handler = lambdaHandler(async (event, clock) => {
  const { CODE_VERSION, DATA_BUCKET } = readEnvironment(Environment);
  const store = bucketStore(DATA_BUCKET);
  return await analyse(event, { store, clock, codeVersion: CODE_VERSION, progress: silent });
});
