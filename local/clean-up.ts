import type { Clock, Database } from "../functions/ports.ts";
import { recordEnd } from "../functions/runs/run-records.ts";
import type { Outcome } from "./engine/execution.ts";

/**
 * Records an execution that was stopped or timed out, and releases its lease. In AWS a rule on executions that
 * ended from outside starts a Lambda that does this (functions/runs/clean-up.ts).
 */
export async function cleanUp(
  database: Database,
  execution: string,
  outcome: Outcome,
  clock: Clock,
): Promise<void> {
  await recordEnd(execution, outcome, { database, clock });
}
