import { AnalysisFailed, InvalidInput, PipelineError } from "../../errors.ts";

/** An error on its way between threads, where a class does not survive. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly hint?: string;
  readonly stack?: string;
}

export function sendError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const hint = error instanceof PipelineError ? error.hint : undefined;
  return {
    name: error.name,
    message: error.message,
    ...(hint === undefined ? {} : { hint }),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}

/** The errors that a step of the analysis can end with, by the names that Retry and Catch know. */
const ERRORS = new Map([InvalidInput, AnalysisFailed].map((type) => [type.name, type]));

export function rebuildError({ name, message, hint, stack }: SentError): Error {
  const known = ERRORS.get(name);
  const error =
    known === undefined ? new Error(message) : new known(message, hint === undefined ? {} : { hint });
  if (stack !== undefined) error.stack = stack;
  return error;
}
