import { z } from "zod";
import { vacuumDatabase } from "../../compliance/vacuum-database.ts";
import { OF_DATABASE, OF_PIPELINE_ROLE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { withDatabase } from "../parts.ts";

export const Environment = z.object({ ...OF_DATABASE.shape, ...OF_PIPELINE_ROLE.shape });

/** A statement waits so long for a table that others use, in milliseconds. */
const LOCK_TIMEOUT = 60_000;

export const handler = lambdaHandler(async (event) =>
  withDatabase(readEnvironment(Environment), (database) => vacuumDatabase(event, { database }), {
    options: `-c lock_timeout=${LOCK_TIMEOUT}`,
  }),
);
