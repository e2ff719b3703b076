import { messageWithHint } from "../errors.ts";
import type { Clock } from "../ports.ts";

/** The part of Lambda's context that is used: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/**
 * A handler as Lambda calls it. An error keeps its name, which the state machine's Retry and Catch match on, and says in
 * its message what to do; its cause stays here, since Lambda would log it with whatever it carries.
 */
export function lambdaHandler(handle: (event: unknown, clock: Clock) => Promise<unknown>): LambdaHandler {
  return async (event, context) => {
    const clock: Clock = { now: () => new Date(), remaining: () => context.getRemainingTimeInMillis() };
    try {
      return await handle(event, clock);
    } catch (error) {
      throw error instanceof Error ? reported(error) : error;
    }
  };
}

function reported(error: Error): Error {
  const answer = new Error(messageWithHint(error));
  answer.name = error.name;
  if (error.stack !== undefined) answer.stack = error.stack;
  return answer;
}
