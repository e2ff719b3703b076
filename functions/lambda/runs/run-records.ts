import { z } from "zod";
import { databaseRunRecords } from "../../runs/run-records.ts";
import { OF_DATABASE, OF_PIPELINE_ROLE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { withDatabase } from "../parts.ts";

export const Environment = z.object({ ...OF_DATABASE.shape, ...OF_PIPELINE_ROLE.shape });

const Event = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("state") }),
  z.object({
    ask: z.literal("recordEnd"),
    execution: z.string(),
    end: z.object({
      status: z.enum(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "UNKNOWN"]),
      error: z.string().nullish(),
      cause: z.string().nullish(),
    }),
  }),
]);

/** What the clean-up asks, which is outside the database's network: functions/adapters/aws/lambda-run-records.ts. */
export const handler = lambdaHandler(async (event, clock) => {
  const asked = Event.parse(event);
  return await withDatabase(readEnvironment(Environment), async (database) => {
    const records = databaseRunRecords({ database, clock });
    if (asked.ask === "state") return await records.state();
    await records.recordEnd(asked.execution, asked.end);
    return null;
  });
});
