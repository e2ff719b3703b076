import { describe, expect, test } from "vitest";
import { analysisManifestKey, postsKey } from "../../../functions/neighbourhood/keys.ts";
import { freshPipeline } from "../../support/neighbourhood/fresh-pipeline.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { record, records } from "../../support/neighbourhood/records.ts";
import { readVisible } from "../../support/neighbourhood/rows.ts";
import { changeObject } from "../../support/neighbourhood/store.ts";

const fresh = freshPipeline();

const PAGES = [records(1, 12), [record(1), "{broken"]];

describe("a load fails and leaves what was there", () => {
  const spoilings: [string, RegExp, () => Promise<void>][] = [
    ["a posts file is missing", /posts.* is missing/, () => fresh.store.remove([postsKey("first", 0)])],
    [
      "a posts file is another one",
      /posts.*another checksum/,
      () => fresh.store.write(postsKey("first", 0), Buffer.from("PAR1")),
    ],
    [
      "the analysis did not finish",
      /manifest\.json: the analysis did not finish/,
      () => fresh.store.remove([analysisManifestKey("first")]),
    ],
    [
      "the counts do not add up",
      /do not add up/,
      () =>
        changeObject(fresh.store, analysisManifestKey("first"), {
          counts: { read: 4, accepted: 3, duplicates: 0, unplaced: 1, rejected: 0 },
        }),
    ],
    [
      "more is unplaced than accepted",
      /do not add up/,
      () =>
        changeObject(fresh.store, analysisManifestKey("first"), {
          counts: { read: 3, accepted: 3, duplicates: 0, unplaced: 4, rejected: 0 },
        }),
    ],
    [
      "the files hold fewer rows than were accepted",
      /2 rows/,
      () =>
        changeObject(fresh.store, analysisManifestKey("first"), {
          posts: [{ key: postsKey("first", 0), rows: 2, bytes: 1, sha256: "0" }],
        }),
    ],
  ];

  test.each(spoilings)("where %s", async (_, message, spoil) => {
    await fresh.pipeline.go("first", [records(1, 3)]);
    const newer = pipelineOf(fresh.store, fresh.place, { codeVersion: "2.0.0" });
    const run = await newer.prepare({ runId: "first" });
    await newer.score(run);
    const before = await readVisible(fresh.place.database);
    await spoil();
    await expect(newer.load(run)).rejects.toMatchObject({
      name: "AnalysisFailed",
      message: expect.stringMatching(message),
    });
    expect(await readVisible(fresh.place.database)).toEqual(before);
  });

  test("where the run was never opened", async () => {
    const run = await fresh.pipeline.upToAnalysis("first", PAGES);
    await fresh.place.database.query("delete from citypulse.runs");
    await expect(fresh.pipeline.load(run)).rejects.toThrow("Run first has no row");
    expect(await readVisible(fresh.place.database)).toEqual([]);
  });
});
