import { beforeEach, describe, expect, test } from "vitest";
import { analysisManifestKey, postsKey } from "../../../functions/keys.ts";
import { loadResults } from "../../../functions/neighbourhood/load-results.ts";
import type { ObjectStore } from "../../../functions/ports.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { faultyDatabase, stopEverywhere } from "../../support/neighbourhood/faults.ts";
import { clock, hurried, pipelineOf, progress } from "../../support/neighbourhood/pipeline.ts";
import { record, records } from "../../support/neighbourhood/records.ts";
import { readResults, readTables } from "../../support/neighbourhood/rows.ts";
import { changeObject, newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
let place: TestDatabase;
let store: ObjectStore;
let pipeline: ReturnType<typeof pipelineOf>;

beforeEach(async () => {
  place = await newDatabase();
  store = await newStore();
  pipeline = pipelineOf(store, place);
});

const PAGES = [records(1, 12), [record(1), "{broken"]];

/** What others read of the runs, run by run, with the version of the code that made it. */
const readVisible = async (): Promise<unknown[]> =>
  place.database.query(`
    select 'posts' as what, run_id, code_version, count(*) from london_schema.sentiment group by 2, 3
    union all
    select 'topics', run_id, '', count(*) from london_schema.topics group by 2
    union all
    select 'lineage', run_id, code_version, count(*) from london_schema.data_lineage group by 2, 3
    order by 1, 2, 3`);

/** Notes what others read before and after every call. */
function watching(seen: Set<string>) {
  const note = async () => void seen.add(JSON.stringify(await readVisible()));
  return faultyDatabase(place.database, {
    calls: [],
    around: async (_, work) => {
      await note();
      const result = await work();
      await note();
      return result;
    },
  });
}

describe("a load", () => {
  test("is not to be seen before it is complete, and then all of it is", async () => {
    const run = await pipeline.upToAnalysis("first", PAGES);
    const seen = new Set<string>();
    expect(await pipeline.load(run, watching(seen))).toEqual({ cursor: null, done: true, accepted: 12 });
    expect([...seen].map((text) => JSON.parse(text))).toEqual([
      [],
      [
        { what: "lineage", run_id: "first", code_version: "1.0.0", count: "3" },
        { what: "posts", run_id: "first", code_version: "1.0.0", count: "12" },
        { what: "topics", run_id: "first", code_version: "", count: "5" },
      ],
    ]);
  });

  test("by another version of the code takes the place of the former one in one moment", async () => {
    await pipeline.go("first", PAGES);
    const newer = pipelineOf(store, place, { codeVersion: "2.0.0" });
    const run = await newer.upToAnalysis("first", PAGES);
    const seen = new Set<string>();
    await newer.load(run, watching(seen));
    const versions = [...seen].map((text) => [...new Set(text.match(/\d\.0\.0/g))]);
    expect(versions).toEqual([["1.0.0"], ["2.0.0"]]);
    for (const table of ["loads", "loaded_files", "station_sums", "topics", "posts"]) {
      const owners = `select count(distinct load_id) from citypulse.${table}`;
      expect(await place.database.query(owners), table).toEqual([{ count: "1" }]);
    }
  });

  test("that is made twice changes not a row", async () => {
    const run = await pipeline.go("first", PAGES);
    const before = await readTables(place.database);
    await pipeline.load(run);
    expect(await readTables(place.database)).toEqual(before);
    await pipeline.go("first", PAGES);
    expect(await readTables(place.database)).toEqual(before);
  });

  test("in slices stages a file when there is time for it, and gives the rows of one go", async () => {
    const run = await pipeline.upToAnalysis("first", PAGES);
    const load = (remaining: () => number) =>
      loadResults(
        { run },
        {
          store,
          database: place.database,
          clock: { ...clock, remaining },
          progress,
          maximumRejectedShare: 1,
        },
      );
    expect(await load(hurried.remaining)).toEqual({ cursor: 0, done: false, accepted: 12 });
    let calls = 0;
    expect(await load(() => (calls++ === 0 ? 900_000 : 1_000))).toMatchObject({ cursor: 1, done: false });
    expect(await readVisible()).toEqual([]);
    expect(await load(clock.remaining)).toMatchObject({ done: true });
    const sliced = await readResults(place.database);
    const whole = await newDatabase();
    const again = pipelineOf(store, whole);
    await again.load(await again.prepare({ runId: "first" }));
    expect({ ...(await readResults(whole.database)), "public.migrations": [] }).toEqual({
      ...sliced,
      "public.migrations": [],
    });
  });
});

describe("a load that is stopped", () => {
  test("at any statement shows nothing, and ends in the same rows when it is started again", async () => {
    const run = await pipeline.upToAnalysis("first", PAGES);
    await pipeline.load(run);
    const expected = await readResults(place.database);
    const shown = await readVisible();
    const stops = await stopEverywhere(
      async (fault) => {
        await place.database.query("delete from citypulse.runs");
        await place.database.query("alter table citypulse.loads alter load_id restart");
        await pipeline.prepare({ runId: "first" });
        await pipeline.load(run, faultyDatabase(place.database, fault));
      },
      async (where) => {
        const visible = await readVisible();
        // After the last commit all is there, though nobody heard of it.
        if (visible.length > 0) expect(visible, where).toEqual(shown);
        await pipeline.load(run);
        expect(await readResults(place.database), where).toEqual(expected);
      },
    );
    expect(stops).toBeGreaterThan(30);
  });
});

describe("a load fails and leaves what was there", () => {
  const spoilings: [string, RegExp, () => Promise<void>][] = [
    ["a posts file is missing", /posts.* is missing/, () => store.remove([postsKey("first", 0)])],
    [
      "a posts file is another one",
      /posts.*another checksum/,
      () => store.write(postsKey("first", 0), Buffer.from("PAR1")),
    ],
    [
      "the analysis did not finish",
      /manifest\.json: the analysis did not finish/,
      () => store.remove([analysisManifestKey("first")]),
    ],
    [
      "the counts do not add up",
      /do not add up/,
      () =>
        changeObject(store, analysisManifestKey("first"), {
          counts: { read: 13, accepted: 12, duplicates: 1, unplaced: 4, rejected: 1 },
        }),
    ],
    [
      "more is unplaced than accepted",
      /do not add up/,
      () =>
        changeObject(store, analysisManifestKey("first"), {
          counts: { read: 14, accepted: 12, duplicates: 1, unplaced: 13, rejected: 1 },
        }),
    ],
    [
      "the files hold fewer rows than were accepted",
      /11 rows/,
      async () => {
        const counts = { read: 14, accepted: 12, duplicates: 1, unplaced: 4, rejected: 1 };
        await changeObject(store, analysisManifestKey("first"), {
          counts,
          posts: [{ key: postsKey("first", 0), rows: 11, bytes: 1, sha256: "0" }],
        });
      },
    ],
  ];

  test.each(spoilings)("where %s", async (_, message, spoil) => {
    await pipeline.go("first", [records(1, 3)]);
    const newer = pipelineOf(store, place, { codeVersion: "2.0.0" });
    const run = await newer.prepare({ runId: "first" });
    await newer.score(run);
    const before = await readVisible();
    await spoil();
    await expect(newer.load(run)).rejects.toMatchObject({
      name: "AnalysisFailed",
      message: expect.stringMatching(message),
    });
    expect(await readVisible()).toEqual(before);
  });

  test("where the run was never opened", async () => {
    const run = await pipeline.upToAnalysis("first", PAGES);
    await place.database.query("delete from citypulse.runs");
    await expect(pipeline.load(run)).rejects.toThrow("Run first has no row");
    expect(await readVisible()).toEqual([]);
  });
});
