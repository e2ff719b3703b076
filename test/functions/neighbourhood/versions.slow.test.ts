import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Queries } from "../../../functions/ports.ts";
import { testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { record, type StationName } from "../../support/neighbourhood/records.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();

/** Post 1 has the ids 10, 11, 12 in turn: with no edit, with one, with two. */
const versionOf = (post: number, edits: number, station: StationName = "Bank"): string =>
  record(post * 10 + edits, {
    station,
    after: Array.from({ length: edits }, (_, earlier) => post * 10 + earlier),
  });

/** Each post that the table shows, its version, and the run that it is of. */
const readShown = async (database: Queries): Promise<unknown[]> => {
  const rows = await database.query<Record<"post_id" | "version_id" | "run_id", string>>(
    "select post_id, version_id, run_id from london_schema.sentiment order by post_id::bigint, run_id",
  );
  return rows.map(({ post_id, version_id, run_id }) => [Number(post_id), Number(version_id), run_id]);
};

/** A run's posts: how often each had been edited when it was read. */
type Holding = ReadonlyMap<number, number>;

/** What the table must show: of each post the version with the most edits, of equal ones the earliest run's. */
function newest(holdings: ReadonlyMap<string, Holding>): unknown[] {
  const best = new Map<number, { edits: number; runId: string }>();
  for (const runId of [...holdings.keys()].sort())
    for (const [post, edits] of holdings.get(runId) ?? [])
      if (edits > (best.get(post)?.edits ?? -1)) best.set(post, { edits, runId });
  return [...best]
    .sort(([left], [right]) => left - right)
    .map(([post, { edits, runId }]) => [post * 10, post * 10 + edits, runId]);
}

const permutations = <Item>(items: readonly Item[]): Item[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

const holding: fc.Arbitrary<Holding> = fc
  .dictionary(fc.constantFrom("1", "2", "3", "4"), fc.integer({ min: 0, max: 2 }), { minKeys: 1 })
  .map((edits) => new Map(Object.entries(edits).map(([post, times]) => [Number(post), times])));

describe("of a post that several runs hold, the newest version alone is shown,", () => {
  test("in whatever order the runs are loaded, loaded again and removed", async () => {
    const { database, connection } = await newDatabase();
    const pipeline = pipelineOf(await newStore(), { database, connection });
    let round = 0;
    const property = fc.asyncProperty(fc.tuple(holding, holding, holding), async (tuple) => {
      round += 1;
      // The first two are of the same day, so that their ids decide between them.
      const days = ["2026-11-09-a", "2026-11-09-b", "2026-11-16-c"];
      const runs = new Map(tuple.map((held, index) => [`${days[index]}${round}`, held]));
      for (const [runId, held] of runs) {
        const run = await pipeline.upToAnalysis(runId, [[...held].map((version) => versionOf(...version))]);
        await pipeline.close(run);
      }
      await database.query("delete from citypulse.runs");
      for (const order of permutations([...runs.keys()])) {
        const loaded = new Map<string, Holding>();
        for (const runId of [...order, ...order.slice(0, 1)]) {
          const run = await pipeline.prepare({ runId });
          await pipeline.load(run);
          await pipeline.close(run);
          loaded.set(runId, runs.get(runId) ?? new Map());
          expect(await readShown(database), `${runId} loaded, of ${order}`).toEqual(newest(loaded));
        }
        for (const runId of order) {
          await database.query("delete from citypulse.runs where run_id = $1", [runId]);
          loaded.delete(runId);
          expect(await readShown(database), `${runId} removed, of ${order}`).toEqual(newest(loaded));
        }
      }
    });
    await fc.assert(property, { seed: 5, numRuns: 4 });
  });

  test("which is the one with the longest history, even where another has a higher id", async () => {
    const { database, connection } = await newDatabase();
    const pipeline = pipelineOf(await newStore(), { database, connection });
    await pipeline.go("2026-11-09", [[record(13, { after: [10, 11] }), record(29, { after: [20] })]]);
    await pipeline.go("2026-11-16", [[record(19, { after: [10] }), record(100, { after: [20] })]]);
    expect(await readShown(database)).toEqual([
      [10, 13, "2026-11-09"],
      [20, 100, "2026-11-16"],
    ]);
  });

  test("until its run is removed by one statement, which leaves nothing of that run", async () => {
    const { database, connection } = await newDatabase();
    const pipeline = pipelineOf(await newStore(), { database, connection });
    await pipeline.go("2026-11-09", [[versionOf(1, 0), versionOf(2, 0)]]);
    await pipeline.go("2026-11-16", [[versionOf(1, 2), versionOf(3, 0)]]);
    await pipeline.go("2026-11-23", [[versionOf(1, 1)]]);
    await database.query("delete from citypulse.runs where run_id = '2026-11-16'");
    expect(await readShown(database)).toEqual([
      [10, 11, "2026-11-23"],
      [20, 20, "2026-11-09"],
    ]);
    await database.query("delete from citypulse.runs");
    for (const table of ["posts", "loads", "loaded_files", "station_sums", "topics", "lineage"])
      expect(await database.query(`select * from citypulse.${table}`), table).toEqual([]);
  });

  test("until its run no longer holds it, loaded anew from raw pages that it has left", async () => {
    const { database, connection } = await newDatabase();
    const pipeline = pipelineOf(await newStore(), { database, connection });
    await pipeline.go("2026-11-09", [[versionOf(1, 0)]]);
    const run = await pipeline.go("2026-11-16", [[versionOf(1, 1, "Angel"), versionOf(2, 0)]]);
    const without = pipelineOf(await newStore(), { database, connection });
    await without.extract(run, [[versionOf(2, 0)]]);
    await without.score(run);
    await without.load(run);
    expect(await readShown(database)).toEqual([
      [10, 10, "2026-11-09"],
      [20, 20, "2026-11-16"],
    ]);
  });

  test("and versions of a load that is still being staged do not count", async () => {
    const { database, connection } = await newDatabase();
    const pipeline = pipelineOf(await newStore(), { database, connection });
    await pipeline.go("2026-11-09", [[versionOf(1, 0)]]);
    const run = await pipeline.upToAnalysis("2026-11-16", [[versionOf(1, 2)]]);
    const stopped = { ...database, transaction: database.transaction };
    let transactions = 0;
    stopped.transaction = async (work) => {
      if (++transactions === 3) throw new Error("stopped");
      return database.transaction(work);
    };
    await expect(pipeline.load(run, stopped)).rejects.toThrow("stopped");
    expect(await database.query("select 1 from citypulse.posts")).toHaveLength(2);
    expect(await readShown(database)).toEqual([[10, 10, "2026-11-09"]]);
    await database.query("select citypulse.settle_versions(array[10])");
    expect(await readShown(database)).toEqual([[10, 10, "2026-11-09"]]);
  });
});
