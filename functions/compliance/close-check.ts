import { z } from "zod";
import { compareUtf8 } from "../../analysis/order.ts";
import type { Clock, Database, ObjectStore } from "../ports.ts";
import { UNFINISHED_KEY } from "../posts/keys.ts";
import { readRemovals } from "../posts/removed-posts.ts";
import { closeRun } from "../runs/close-run.ts";
import { encodeJson } from "../runs/manifest.ts";
import { Check } from "./check.ts";
import { ALL_CHECKS, checkPrefix, checkReportKey } from "./keys.ts";

const Event = z.object({
  state: z.object({
    check: Check,
    list: z.object({ ids: z.number().int() }),
    removal: z.object({ runs: z.number().int() }),
  }),
  execution: z.string(),
});

/** How a check ended, as it stands under `compliance/checks/`. */
export interface CheckReport {
  readonly checkId: string;
  readonly status: "succeeded";
  /** How many ids were sent to X, how many posts were removed, and how many runs were rebuilt. */
  readonly asked: number;
  readonly removed: number;
  readonly runs: number;
}

/**
 * Records how the check ended and releases its leases. This is the last step: no trace of the removed posts is left, so
 * no later check has to finish this one.
 */
export async function closeCheck(
  event: unknown,
  {
    store,
    database,
    clock,
  }: { readonly store: ObjectStore; readonly database: Database; readonly clock: Clock },
): Promise<CheckReport> {
  const { state, execution } = Event.parse(event);
  const { checkId, scheduledTime } = state.check;
  const removals = [...(await readRemovals(store)).values()];
  const report: CheckReport = {
    checkId,
    status: "succeeded",
    asked: state.list.ids,
    removed: removals.filter(({ removedAt }) => removedAt === scheduledTime).length,
    runs: state.removal.runs,
  };
  await store.write(checkReportKey(checkId), encodeJson(report));
  await store.remove([UNFINISHED_KEY]);
  await store.remove(await keysOfChecks(store, checkId));
  const ended = { pipeline: "compliance", runId: checkId, execution, status: "succeeded" } as const;
  await closeRun(database, ended, clock.now());
  return report;
}

/** What this check and earlier ones, which may have failed, handed from state to state. */
async function keysOfChecks(store: ObjectStore, checkId: string): Promise<string[]> {
  const own = checkPrefix(checkId);
  const keys = await store.list(ALL_CHECKS);
  return keys.filter((key) => key.startsWith(own) || compareUtf8(key, own) < 0);
}
