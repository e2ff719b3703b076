import { z } from "zod";
import { emrClusters } from "../../adapters/aws/emr-clusters.ts";
import { stepFunctionsExecutions } from "../../adapters/aws/executions.ts";
import { lambdaRunRecords } from "../../adapters/aws/lambda-run-records.ts";
import { cleanUp } from "../../runs/clean-up.ts";
import { OF_METRICS, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { writeMetrics } from "../metrics.ts";

export const Environment = z.object({
  ...OF_METRICS.shape,
  /** The name of the function that keeps the records of runs. */
  RUN_RECORDS: z.string().min(1),
  /** The names of the stack's pipelines, with blanks between them. */
  PIPELINES: z.string().min(1),
});

export const handler = lambdaHandler(async (event, clock) => {
  const { RUN_RECORDS, STACK, PIPELINES } = readEnvironment(Environment);
  const cleanedUp = await cleanUp(event, {
    clusters: emrClusters(),
    executions: stepFunctionsExecutions(),
    runs: lambdaRunRecords(RUN_RECORDS),
    clock,
    pipelines: PIPELINES.split(" "),
    stack: STACK,
  });
  const { health } = cleanedUp;
  if (health !== null) {
    const { oldestClusterHours, hoursSinceSuccess } = health;
    writeMetrics(STACK, clock.now(), {
      OldestClusterHours: oldestClusterHours,
    });
    for (const [pipeline, hours] of Object.entries(hoursSinceSuccess))
      writeMetrics(STACK, clock.now(), { HoursSinceSuccess: hours }, { pipeline });
  }
  return cleanedUp;
});
