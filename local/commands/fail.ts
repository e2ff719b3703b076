import pc from "picocolors";
import { InvalidInput, PipelineError } from "../../functions/errors.ts";

/**
 * Tells a person on stderr what went wrong, and returns the exit code: 2 where what was asked for cannot be
 * done as it was asked, 1 for anything else. A stack trace is for what nobody foresaw.
 */
export function fail(error: unknown): number {
  if (error instanceof PipelineError) {
    process.stderr.write(`${pc.red("error")}  ${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`\n${pc.dim("hint")}   ${error.hint}\n`);
    return error instanceof InvalidInput ? 2 : 1;
  }
  const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${pc.red("error")}  ${unforeseen}\n`);
  return 1;
}
