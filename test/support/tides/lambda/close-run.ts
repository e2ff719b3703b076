import { z } from "zod";
import { OF_DATABASE, OF_PIPELINE_ROLE, readEnvironment } from "../../../../functions/lambda/environment.ts";
import { lambdaHandler } from "../../../../functions/lambda/handler.ts";
import { withDatabase } from "../../../../functions/lambda/parts.ts";
import { closeTides } from "../handlers.ts";

export const Environment = z.object({ ...OF_DATABASE.shape, ...OF_PIPELINE_ROLE.shape });

export const handler = lambdaHandler((event, clock) =>
  withDatabase(readEnvironment(Environment), (database) => closeTides(event, { database, clock })),
);
