import { beforeEach, describe, expect, test } from "vitest";
import { analysisManifestKey, postsKey } from "../../../functions/neighbourhood/keys.ts";
import type { ObjectStore } from "../../../functions/ports.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { record, records } from "../../support/neighbourhood/records.ts";
import { readVisible } from "../../support/neighbourhood/rows.ts";
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
          counts: { read: 4, accepted: 3, duplicates: 0, unplaced: 1, rejected: 0 },
        }),
    ],
    [
      "more is unplaced than accepted",
      /do not add up/,
      () =>
        changeObject(store, analysisManifestKey("first"), {
          counts: { read: 3, accepted: 3, duplicates: 0, unplaced: 4, rejected: 0 },
        }),
    ],
    [
      "the files hold fewer rows than were accepted",
      /2 rows/,
      () =>
        changeObject(store, analysisManifestKey("first"), {
          posts: [{ key: postsKey("first", 0), rows: 2, bytes: 1, sha256: "0" }],
        }),
    ],
  ];

  test.each(spoilings)("where %s", async (_, message, spoil) => {
    await pipeline.go("first", [records(1, 3)]);
    const newer = pipelineOf(store, place, { codeVersion: "2.0.0" });
    const run = await newer.prepare({ runId: "first" });
    await newer.score(run);
    const before = await readVisible(place.database);
    await spoil();
    await expect(newer.load(run)).rejects.toMatchObject({
      name: "AnalysisFailed",
      message: expect.stringMatching(message),
    });
    expect(await readVisible(place.database)).toEqual(before);
  });

  test("where the run was never opened", async () => {
    const run = await pipeline.upToAnalysis("first", PAGES);
    await place.database.query("delete from citypulse.runs");
    await expect(pipeline.load(run)).rejects.toThrow("Run first has no row");
    expect(await readVisible(place.database)).toEqual([]);
  });
});
