import { listResults } from "../../neighbourhood/list-results.ts";
import { OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore } from "../parts.ts";

export const Environment = OF_STORE;

export const handler = lambdaHandler(async (event) => {
  const { DATA_BUCKET } = readEnvironment(Environment);
  return await listResults(event, { store: bucketStore(DATA_BUCKET) });
});
