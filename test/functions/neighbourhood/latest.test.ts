import { beforeEach, describe, expect, test } from "vitest";
import { LATEST_KEY, publishedKey } from "../../../functions/neighbourhood/keys.ts";
import { publish } from "../../../functions/neighbourhood/publish.ts";
import type { ObjectStore } from "../../../functions/ports.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { faultyStore, stopEverywhere } from "../../support/neighbourhood/faults.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { records } from "../../support/neighbourhood/records.ts";
import { checksums, newStore, readObject, readText } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
let place: TestDatabase;
let store: ObjectStore;
let pipeline: ReturnType<typeof pipelineOf>;

beforeEach(async () => {
  place = await newDatabase();
  store = await newStore();
  pipeline = pipelineOf(store, place);
});

const PAGES = [records(1, 12)];

describe("latest.json", () => {
  test("is switched last, and an attempt that is stopped before leaves it at the former run", async () => {
    await pipeline.go("2026-11-09", PAGES);
    const former = await checksums(store);
    const run = await pipeline.upToAnalysis("2026-11-16", PAGES);
    await pipeline.load(run);
    const ports = { database: place.database, minPosts: 3 };
    let expected: Record<string, string> = {};
    await publish({ run }, { ...ports, store });
    expected = await checksums(store, "published/");
    const stops = await stopEverywhere(
      async (fault) => {
        await store.remove(await store.list("published/run=2026-11-16/"));
        await store.write(
          LATEST_KEY,
          Buffer.from(await readText(store, publishedKey("2026-11-09", "manifest"))),
        );
        await publish({ run }, { ...ports, store: faultyStore(store, fault) });
      },
      async (where) => {
        const latest = (await checksums(store))[LATEST_KEY];
        expect([former[LATEST_KEY], expected[LATEST_KEY]], where).toContain(latest);
        if (latest === expected[LATEST_KEY]) expect(where).toBe(`after write ${LATEST_KEY}`);
        await publish({ run }, { ...ports, store });
        expect(await checksums(store, "published/"), where).toEqual(expected);
      },
    );
    expect(stops).toBe(4);
  });

  test("stays at the newer run when an older one is started again", async () => {
    const older = await pipeline.go("2026-11-09", PAGES);
    const sameDay = await pipeline.go("2026-11-16", PAGES);
    expect(await pipeline.show(older)).toEqual({ latest: false });
    expect(await readObject(store, LATEST_KEY)).toMatchObject({ runId: "2026-11-16" });
    await pipeline.go("2026-11-09", PAGES);
    expect(await readObject(store, LATEST_KEY)).toMatchObject({ runId: "2026-11-16" });
    await pipeline.go("2026-11-16-again", PAGES);
    expect(await pipeline.show(sameDay)).toEqual({ latest: false });
    expect(await readObject(store, LATEST_KEY)).toMatchObject({ runId: "2026-11-16-again" });
  });
});

test("a run that is not loaded cannot be published, and leaves what is", async () => {
  await pipeline.go("2026-11-09", PAGES);
  const before = await checksums(store, "published/");
  const run = await pipeline.upToAnalysis("2026-11-16", PAGES);
  await expect(pipeline.show(run)).rejects.toMatchObject({
    name: "AnalysisFailed",
    message: expect.stringContaining("2026-11-16 is not loaded"),
  });
  expect(await checksums(store, "published/")).toEqual(before);
});
