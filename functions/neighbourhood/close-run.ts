import { z } from "zod";
import { analysisManifestKey } from "../keys.ts";
import type { Clock, Database, ObjectStore } from "../ports.ts";
import { releaseLease } from "../runs/lease.ts";
import { readJson } from "../runs/manifest.ts";
import { AnalysisManifest, type Counts, NO_POSTS } from "./analysis-manifest.ts";
import { Run } from "./run.ts";

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
 * Writes how the run ended and gives the lease back, both or neither. A run that came here without having
 * been published found no post: it is empty, and what was published before stays as it was. Changes nothing
 * where another execution has taken the run over.
 */
export async function closeRun(event: unknown, ports: CloseRunPorts): Promise<ClosedRun> {
  const { state, execution } = Event.parse(event);
  const { runId } = state.run;
  const manifest = await readJson(ports.store, analysisManifestKey(runId), AnalysisManifest);
  const posts = manifest?.counts ?? NO_POSTS;
  const status = state.publish === undefined ? "empty" : "succeeded";
  await ports.database.transaction(async (transaction) => {
    await transaction.query(
      `update citypulse.runs
       set status = $2, ended_at = $3, error_name = null, error_message = null,
           posts_read = $4, accepted = $5, duplicates = $6, unplaced = $7, rejected = $8
       where run_id = $1 and execution = $9`,
      [
        runId,
        status,
        ports.clock.now(),
        posts.read,
        posts.accepted,
        posts.duplicates,
        posts.unplaced,
        posts.rejected,
        execution,
      ],
    );
    await releaseLease(transaction, execution);
  });
  return { runId, status, posts };
}
