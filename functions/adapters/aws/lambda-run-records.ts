import { InvokeCommand, LambdaClient, type LambdaClientConfig } from "@aws-sdk/client-lambda";
import { z } from "zod";
import { PipelineError } from "../../errors.ts";
import type { ExecutionEnd, RunRecords } from "../../runs/ports.ts";
import { awsError, RETRIES } from "./requests.ts";

/** What the function of the records is asked; see functions/lambda/runs/run-records.ts. */
export type RunRecordsRequest =
  | { readonly ask: "state" }
  | { readonly ask: "recordEnd"; readonly execution: string; readonly end: ExecutionEnd };

const State = z.object({
  running: z.array(z.string()),
  lastSuccess: z.record(z.string(), z.coerce.date()),
});
/** A function that took too long, or ended, has no type in it. */
const Failure = z.object({ errorType: z.string(), errorMessage: z.string() }).partial().catch({});

/**
 * The records behind a function that is inside the database's network, for who is outside of it. Both requests may be
 * made twice. Throws InvalidInput where Lambda refuses us, PipelineError for what the function itself throws.
 */
export function lambdaRunRecords(functionName: string, settings: LambdaClientConfig = {}): RunRecords {
  const client = new LambdaClient({ ...RETRIES, ...settings });

  async function ask(request: RunRecordsRequest): Promise<unknown> {
    const Payload = JSON.stringify(request);
    const command = new InvokeCommand({ FunctionName: functionName, Payload });
    const answer = await client.send(command).catch((error: unknown) => {
      throw awsError(`ask ${functionName} for the records of runs`, error);
    });
    const payload: unknown = JSON.parse(answer.Payload?.transformToString() || "null");
    if (answer.FunctionError === undefined) return payload;
    const { errorType, errorMessage } = Failure.parse(payload);
    const reasons = [errorType, errorMessage].filter((reason) => reason !== undefined);
    throw new PipelineError([`${functionName} failed`, ...reasons].join(": "), {
      hint: `Its log says more: /aws/lambda/${functionName} in CloudWatch.`,
    });
  }

  return {
    state: async () => State.parse(await ask({ ask: "state" })),
    async recordEnd(execution, end) {
      await ask({ ask: "recordEnd", execution, end });
    },
  };
}
