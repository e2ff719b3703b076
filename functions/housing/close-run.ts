import { z } from "zod";
import type { Clock, Database, ObjectStore } from "../ports.ts";
import { closeRun } from "../runs/close-run.ts";
import { readJson } from "../runs/manifest.ts";
import { placedManifestKey } from "./keys.ts";
import { countsOf, NO_SALES, PlacedManifest, type SaleCounts } from "./placed-manifest.ts";

const Event = z.object({
  state: z.object({ run: z.object({ runId: z.string() }), publish: z.unknown().optional() }),
  execution: z.string(),
});

export interface CloseRunPorts {
  readonly store: ObjectStore;
  readonly database: Database;
  readonly clock: Clock;
}

export interface ClosedRun {
  readonly runId: string;
  readonly status: "succeeded" | "empty";
  readonly sales: SaleCounts;
}

/** Writes how the run ended and releases the lease. A run that was not published found nothing new: it is empty. */
export async function closeHousingRun(
  event: unknown,
  { store, database, clock }: CloseRunPorts,
): Promise<ClosedRun> {
  const { state, execution } = Event.parse(event);
  const { runId } = state.run;
  const status = state.publish === undefined ? "empty" : "succeeded";
  await closeRun(database, { pipeline: "housing", runId, execution, status }, clock.now());
  const manifest =
    status === "empty" ? undefined : await readJson(store, placedManifestKey(runId), PlacedManifest);
  return { runId, status, sales: manifest === undefined ? NO_SALES : countsOf(manifest) };
}
