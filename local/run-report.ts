import { PipelineError } from "../functions/errors.ts";
import { readCause } from "../functions/runs/record-failure.ts";
import type { Outcome } from "./engine/execution.ts";

/** Why a run failed, as `--json` prints it. */
export interface ReportedError {
  readonly name: string;
  readonly message: string;
}

type Failed = Exclude<Outcome, { status: "SUCCEEDED" }>;

/** The error of an execution that did not succeed. */
export function errorOf(outcome: Failed): ReportedError {
  if (outcome.status === "FAILED") return { name: outcome.error, message: readCause(outcome.cause) };
  return outcome.status === "ABORTED"
    ? { name: "Aborted", message: "The run was stopped. Start it again with the same id to continue it." }
    : { name: "States.Timeout", message: "The run took longer than the limit of an execution." };
}

/** What people read about a failed run, with how to start it again. A message can end with a blank line and its own hint. */
export function failureOf(runId: string, error: ReportedError): PipelineError {
  const [message, hint] = error.message.split("\n\n");
  // The same input would fail again.
  const repeat =
    error.name === "InvalidInput"
      ? {}
      : { hint: `Start it again with --run ${runId}: stored results are not computed again.` };
  return new PipelineError(
    `Run ${runId} failed with ${error.name}: ${message}`,
    hint === undefined ? repeat : { hint },
  );
}
