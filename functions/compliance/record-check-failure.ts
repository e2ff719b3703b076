import { z } from "zod";
import type { Clock, Database, ObjectStore } from "../ports.ts";
import { encodeJson } from "../runs/manifest.ts";
import { type Failure, recordFailure } from "../runs/record-failure.ts";
import { Check } from "./check.ts";
import { checkReportKey } from "./keys.ts";

const Event = z.object({ state: z.object({ check: Check.optional() }) });

export interface RecordCheckFailurePorts {
  readonly store: ObjectStore;
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * Records why the check failed and releases its lease. The work that it began stays recorded, and the next check
 * finishes it.
 */
export async function recordCheckFailure(
  event: unknown,
  { store, database, clock }: RecordCheckFailurePorts,
): Promise<Failure> {
  const { state } = Event.parse(event);
  // First what the pipeline waits for.
  const failure = await recordFailure(event, { database, clock });
  if (state.check !== undefined) {
    const { checkId } = state.check;
    await store.write(checkReportKey(checkId), encodeJson({ checkId, status: "failed", error: failure }));
  }
  return failure;
}
