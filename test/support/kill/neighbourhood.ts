import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { postgresDatabase } from "../../../functions/adapters/database/postgres.ts";
import { neighbourhoodRun } from "../../../local/neighbourhood/pipeline.ts";
import { readRunState } from "../run-state.ts";
import { SMALL_STATIONS, smallPosts } from "../small-posts.ts";
import { runOptions, TestRun } from "../test-run.ts";
import type { KilledRun, OpenRun } from "./killed-run.ts";

export const open: OpenRun = async (orders, place) => {
  const run = TestRun.parse({ ...orders, ...place });
  const options = runOptions(run, await readFile(run.stations));
  return { run: neighbourhoodRun(options), options };
};

const isState = (moment: string): boolean => /^[A-Z]\w+ entered$/.test(moment);
const isFailing = (_: string, index: number, moments: readonly string[]): boolean =>
  index >= moments.findIndex((moment) => /^(TerminateFailedCluster|RecordFailure) entered$/.test(moment));

/** @param badLines lines of the posts that are no posts: too many, and the run fails. */
const killed = (
  engine: TestRun["engine"],
  status: TestRun["status"],
  badLines: number,
  tried: Pick<KilledRun, "isTried" | "atLeast">,
): KilledRun => ({
  name: `a run of the neighbourhood on ${engine} that has ${status}`,
  module: import.meta.url,
  ends: status === "succeeded" ? "SUCCEEDED" : "FAILED",
  async setUp(_, folder) {
    const [posts, stations] = [join(folder, "posts.jsonl"), join(folder, "stations.csv")];
    await writeFile(posts, smallPosts(badLines));
    await writeFile(stations, SMALL_STATIONS);
    return { orders: { runId: "20261116T060000Z", posts, stations, engine, status } };
  },
  async readState({ home, connection }) {
    const database = postgresDatabase(connection);
    const state = await readRunState(database, join(home, "store"));
    await database.close();
    return state;
  },
  ...tried,
});

export const NEIGHBOURHOOD: readonly KilledRun[] = [
  killed("lambda", "succeeded", 0, { atLeast: 90 }),
  // The same objects and statements are at work on EMR; what is new there are the states.
  killed("emr", "succeeded", 0, { isTried: isState, atLeast: 15 }),
  killed("lambda", "failed", 30, { isTried: isFailing, atLeast: 6 }),
  killed("emr", "failed", 0, { isTried: isFailing, atLeast: 8 }),
];
