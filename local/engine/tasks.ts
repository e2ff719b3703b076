import { z } from "zod";
import { messageWithHint } from "../../functions/errors.ts";
import type { Json } from "../../functions/ports.ts";
import { passThroughJson } from "./data-limit.ts";

/** Does the work of a Task state: it gets the state's Parameters and returns the service's answer. */
export type TaskHandler = (parameters: Json) => Promise<Json>;

const LambdaInvoke = z.object({ FunctionName: z.string(), Payload: z.json() });

/** A handler for `arn:aws:states:::lambda:invoke`, with the error as Lambda reports it. */
export function lambdaTask(handler: (event: Json) => Promise<unknown>): TaskHandler {
  return async (parameters) => {
    const { Payload } = LambdaInvoke.parse(parameters);
    const result = await handler(Payload).catch((error: unknown) => {
      throw error instanceof Error ? asLambdaError(error) : error;
    });
    return {
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: passThroughJson(result, "A handler's result"),
    };
  };
}

/** Step Functions gets the name of a Lambda's error, and as its Cause a JSON text with the message. */
function asLambdaError(error: Error): Error {
  const failed = new Error(JSON.stringify({ errorType: error.name, errorMessage: messageWithHint(error) }), {
    cause: error,
  });
  failed.name = error.name;
  return failed;
}
