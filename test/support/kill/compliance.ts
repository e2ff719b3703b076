import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { postgresDatabase } from "../../../functions/adapters/database/postgres.ts";
import { xComplianceJobs } from "../../../functions/adapters/posts/x-compliance/jobs.ts";
import { folderStore } from "../../../functions/adapters/store/folder-store.ts";
import { readRemovals } from "../../../functions/posts/removed-posts.ts";
import { complianceRun } from "../../../local/compliance/pipeline.ts";
import { BEARER_TOKEN, startFakeX } from "../compliance/fake-x.ts";
import { GONE_WORDS, NAMED_BY_X, postsWith, recordsThatGo } from "../compliance/posts.ts";
import { filesHolding } from "../compliance/search-files.ts";
import { readRunState } from "../run-state.ts";
import { SMALL_STATIONS } from "../small-posts.ts";
import { runNeighbourhood, runOptions } from "../test-run.ts";
import { IN_TRANSACTION } from "./doom.ts";
import type { KilledRun, OpenRun, Place } from "./killed-run.ts";

const CHECK = "20261118T180000Z";
const NEXT_DAY = "20261119T180000Z";

export const open: OpenRun = async ({ checkId = CHECK, baseUrl = "" }) => ({
  run: complianceRun({
    checkId,
    compliance: xComplianceJobs({ bearerToken: async () => BEARER_TOKEN, baseUrl, now: () => new Date() }),
    minPosts: 3,
  }),
});

export const COMPLIANCE: KilledRun = {
  name: "a check for deleted posts",
  module: import.meta.url,
  ends: "SUCCEEDED",
  async setUp(place, folder) {
    await makeRuns(place, folder);
    const x = await startFakeX();
    x.looksUntilComplete = 1;
    for (const [id, reason] of NAMED_BY_X) x.removed.set(id, reason);
    return { orders: { checkId: CHECK, baseUrl: x.baseUrl }, close: () => x.close() };
  },
  // The same check once more, or the next day's.
  ordersAfter: (orders, moment) => (moment % 2 === 0 ? orders : { ...orders, checkId: NEXT_DAY }),
  async readState({ home, connection }) {
    const store = join(home, "store");
    const database = postgresDatabase(connection);
    const { objects, tables } = await readRunState(database, store);
    await database.close();
    // The second attempt asks X about fewer ids, and another day's check has another time.
    const compared = Object.entries(objects ?? {}).filter(
      ([key]) => !/^compliance\/(checks|remov)/.test(key),
    );
    const rows = z.record(z.string(), z.array(z.string())).parse(tables);
    const removals = [...(await readRemovals(folderStore(store))).values()];
    return {
      objects: compared,
      // A check that failed keeps its row if the next day's does its work.
      tables: { ...rows, runs: rows.runs?.filter((row) => !row.includes('"pipeline":"compliance"')) },
      removals: removals.map(({ id, reason, runs }) => ({ id, reason, runs })),
      words: await filesHolding(store, GONE_WORDS),
    };
  },
  expected: { words: [] },
  // To die inside a transaction, or of a call, is to have died before it.
  isTried: (moment) => moment.startsWith("after ") && !moment.endsWith(IN_TRANSACTION),
  atLeast: 40,
  // X may have answered sooner than the first time, with one look less.
  mayEndSooner: 2,
  // X has one job at a time.
  atOnce: 1,
};

/** A run that keeps most of its posts, one that loses all, one that failed, and one without raw pages. */
async function makeRuns(place: Place, folder: string): Promise<void> {
  const posts = {
    "20261114T060000Z": postsWith("that go"),
    "20261115T060000Z": recordsThatGo().slice(2, 5).join("\n"),
    "20261116T060000Z": postsWith("that go"),
    "20261117T060000Z": recordsThatGo().slice(0, 3).join("\n"),
  };
  for (const [runId, text] of Object.entries(posts)) {
    const file = join(folder, `${runId}.jsonl`);
    await writeFile(file, text);
    const run = {
      ...place,
      runId,
      posts: file,
      stations: "",
      engine: "lambda",
      status: "succeeded",
    } as const;
    await runNeighbourhood({ ...runOptions(run, Buffer.from(SMALL_STATIONS)), input: { runId } });
  }
  const store = folderStore(join(place.home, "store"));
  await store.remove(await store.list("raw/run=20261114"));
}
