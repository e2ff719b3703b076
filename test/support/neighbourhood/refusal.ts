import { InvalidInput } from "../../../functions/errors.ts";
import { parseRun } from "../../../functions/neighbourhood/run.ts";

/** When the execution started. */
export const START = "2026-11-16T06:00:07.321Z";

/** What is thrown, as people see it. */
export function refusal(input: unknown): InvalidInput {
  try {
    parseRun(input, START);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(input)} was accepted.`);
}
