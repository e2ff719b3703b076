import { z } from "zod";
import { closeNeighbourhoodRun } from "../../neighbourhood/close-run.ts";
import { OF_DATABASE, OF_METRICS, OF_PIPELINE_ROLE, OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { writeMetrics } from "../metrics.ts";
import { bucketStore, withDatabase } from "../parts.ts";

export const Environment = z.object({
  ...OF_STORE.shape,
  ...OF_DATABASE.shape,
  ...OF_PIPELINE_ROLE.shape,
  ...OF_METRICS.shape,
});

export const handler = lambdaHandler(async (event, clock) => {
  const environment = readEnvironment(Environment);
  const store = bucketStore(environment.DATA_BUCKET);
  const closed = await withDatabase(environment, (database) =>
    closeNeighbourhoodRun(event, { store, database, clock }),
  );
  const { read, rejected, accepted } = closed.posts;
  writeMetrics(environment.STACK, clock.now(), {
    PostsAccepted: accepted,
    RejectedShare: read === 0 ? 0 : rejected / read,
  });
  return closed;
});
