import { hasLeases } from "../functions/neighbourhood/lease.ts";
import { recordFailure } from "../functions/neighbourhood/record-failure.ts";
import type { Clock, Database } from "../functions/ports.ts";
import type { Outcome } from "./engine/execution.ts";

/**
 * Records an execution that was stopped or timed out, and releases its lease. In AWS a rule on executions that
 * ended from outside starts a Lambda that does this.
 */
export async function cleanUp(
  database: Database,
  execution: string,
  outcome: Outcome,
  clock: Clock,
): Promise<void> {
  if (!(await hasLeases(database))) return;
  const error =
    outcome.status === "ABORTED"
      ? { Error: "Aborted", Cause: "The execution was stopped." }
      : { Error: "States.Timeout", Cause: "The execution took longer than its TimeoutSeconds." };
  await recordFailure({ state: { error }, execution }, { database, clock });
}
