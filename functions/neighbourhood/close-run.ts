import { z } from "zod";
import type { Clock, Database, ObjectStore } from "../ports.ts";
import { closeRun } from "../runs/close-run.ts";
import { readJson } from "../runs/manifest.ts";
import { AnalysisManifest, type Counts, NO_POSTS } from "./analysis-manifest.ts";
import { analysisManifestKey } from "./keys.ts";
import { Run } from "./run.ts";
import { writeCounts } from "./run-counts.ts";

const Event = z.object({
  state: z.object({ run: Run, publish: z.unknown().optional() }),
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
  readonly posts: Counts;
}

/**
 * Writes how the run ended, with its counts, and releases the lease. A run that comes here without having been
 * published found no post: it is empty, and what was published before stays as it was.
 */
export async function closeNeighbourhoodRun(event: unknown, ports: CloseRunPorts): Promise<ClosedRun> {
  const { state, execution } = Event.parse(event);
  const { runId } = state.run;
  const manifest = await readJson(ports.store, analysisManifestKey(runId), AnalysisManifest);
  const posts = manifest?.counts ?? NO_POSTS;
  const status = state.publish === undefined ? "empty" : "succeeded";
  const ended = { pipeline: "neighbourhood", runId, execution, status } as const;
  await closeRun(ports.database, ended, ports.clock.now(), (transaction) =>
    writeCounts(transaction, runId, posts),
  );
  return { runId, status, posts };
}
