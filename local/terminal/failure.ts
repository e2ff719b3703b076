import { styleText } from "node:util";
import { InvalidInput, PipelineError } from "../../functions/errors.ts";
import { Stopped } from "./signals.ts";

/**
 * Writes to stderr what went wrong, and returns the exit code: 2 for input that cannot be used, 1 for any other error.
 * Only an unexpected error has a stack trace.
 */
export function fail(error: unknown): number {
  if (error instanceof Stopped) return error.exitCode;
  if (error instanceof PipelineError) {
    process.stderr.write(`${label("red", "error")}  ${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`\n${label("dim", "hint")}   ${error.hint}\n`);
    return error instanceof InvalidInput ? 2 : 1;
  }
  const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${label("red", "error")}  ${unforeseen}\n`);
  return 1;
}

const label = (style: "red" | "dim", word: string): string =>
  styleText(style, word, { stream: process.stderr });
