import { answerKey } from "../../../functions/compliance/keys.ts";
import { listPosts } from "../../../functions/compliance/list-posts.ts";
import { prepareRemoval } from "../../../functions/compliance/prepare-removal.ts";
import { rebuildRuns } from "../../../functions/compliance/rebuild-runs.ts";
import { removePosts } from "../../../functions/compliance/remove-posts.ts";
import type { Clock, Database, ObjectStore } from "../../../functions/ports.ts";
import { encodeJson } from "../../../functions/runs/manifest.ts";
import { identifyRun } from "../../../functions/runs/run-id.ts";
import { clock, NOW, progress } from "../neighbourhood/pipeline.ts";

export const CHECK_ID = "20261116T180000Z";
export const CHECK_EXECUTION = `arn:aws:states:local:1:execution:compliance:${CHECK_ID}`;

/** The compliance handlers bound to one store and one database. */
export function checkOf(store: ObjectStore, database: Database, time: Clock = clock) {
  const ports = { store, database, clock: time, progress, codeVersion: "1.0.0", minPosts: 3 };
  const list = async (checkId = CHECK_ID) => {
    const check = {
      checkId,
      scheduledTime: identifyRun({ runId: checkId }, NOW.toISOString()).scheduledTime,
    };
    let list = await listPosts({ check }, ports);
    while (!list.done) list = await listPosts({ check, list }, ports);
    return { check, list };
  };
  /** As if X had named these ids. */
  const prepare = async (ids: readonly string[], checkId = CHECK_ID) => {
    const state = await list(checkId);
    await store.write(answerKey(checkId, 0), encodeJson(ids.map((id) => ({ id, reason: "deleted" }))));
    return prepareRemoval({ state, execution: CHECK_EXECUTION }, ports);
  };
  /** Calls the handler until it is done, as the state machine does; returns how often. */
  const remove = async (): Promise<number> => {
    for (let calls = 1, last = await removePosts({}, ports); ; calls++) {
      if (last.done) return calls;
      last = await removePosts(JSON.parse(JSON.stringify({ remove: last })), ports);
    }
  };
  const rebuild = async (more: { bytesInBucket?: number } = {}): Promise<number> => {
    for (let calls = 1, last = await rebuildRuns({}, { ...ports, ...more }); ; calls++) {
      if (last.done) return calls;
      last = await rebuildRuns(JSON.parse(JSON.stringify({ rebuild: last })), { ...ports, ...more });
    }
  };
  /** From the list to the tables. */
  const go = async (ids: readonly string[], checkId = CHECK_ID) => {
    const prepared = await prepare(ids, checkId);
    await remove();
    await rebuild();
    return prepared;
  };
  return { list, prepare, remove, rebuild, go };
}
