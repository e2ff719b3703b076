import { removePosts } from "../../compliance/remove-posts.ts";
import { OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent } from "../parts.ts";

export const Environment = OF_STORE;

export const handler = lambdaHandler(async (event, clock) => {
  const { DATA_BUCKET } = readEnvironment(Environment);
  return await removePosts(event, { store: bucketStore(DATA_BUCKET), clock, progress: silent });
});
