import { existsSync } from "node:fs";
import { join } from "node:path";
import { rawPrefix } from "../functions/keys.ts";
import { parseRun } from "../functions/neighbourhood/run.ts";

const SECOND = 1_000;

/**
 * The id of a run that is started now: its time, in seconds. Where an earlier run of the same second took it,
 * which a script can bring about, the next one that is free.
 */
export function newRunId(store: string, now: Date): string {
  for (let time = now.getTime(); ; time += SECOND) {
    const { runId } = parseRun({}, new Date(time).toISOString());
    if (!existsSync(join(store, rawPrefix(runId)))) return runId;
  }
}
