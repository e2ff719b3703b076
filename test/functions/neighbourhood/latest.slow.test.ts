import { describe, expect, test } from "vitest";
import { LATEST_KEY, publishedKey } from "../../../functions/neighbourhood/keys.ts";
import { publish } from "../../../functions/neighbourhood/publish.ts";
import { faultyStore, stopEverywhere } from "../../support/neighbourhood/faults.ts";
import { freshPipeline } from "../../support/neighbourhood/fresh-pipeline.ts";
import { records } from "../../support/neighbourhood/records.ts";
import { checksums, readObject, readText } from "../../support/neighbourhood/store.ts";

const fresh = freshPipeline();

const PAGES = [records(1, 12)];

describe("latest.json", () => {
  test("is switched last, and an attempt that is stopped before leaves it at the former run", async () => {
    await fresh.pipeline.go("2026-11-09", PAGES);
    const former = await checksums(fresh.store);
    const run = await fresh.pipeline.upToAnalysis("2026-11-16", PAGES);
    await fresh.pipeline.load(run);
    const ports = { database: fresh.place.database, minPosts: 3 };
    let expected: Record<string, string> = {};
    await publish({ run }, { ...ports, store: fresh.store });
    expected = await checksums(fresh.store, "published/");
    const stops = await stopEverywhere(
      async (fault) => {
        await fresh.store.remove(await fresh.store.list("published/run=2026-11-16/"));
        await fresh.store.write(
          LATEST_KEY,
          Buffer.from(await readText(fresh.store, publishedKey("2026-11-09", "manifest"))),
        );
        await publish({ run }, { ...ports, store: faultyStore(fresh.store, fault) });
      },
      async (where) => {
        const latest = (await checksums(fresh.store))[LATEST_KEY];
        expect([former[LATEST_KEY], expected[LATEST_KEY]], where).toContain(latest);
        if (latest === expected[LATEST_KEY]) expect(where).toBe(`after write ${LATEST_KEY}`);
        await publish({ run }, { ...ports, store: fresh.store });
        expect(await checksums(fresh.store, "published/"), where).toEqual(expected);
      },
    );
    expect(stops).toBe(4);
  });

  test("stays at the newer run when an older one is started again", async () => {
    const older = await fresh.pipeline.go("2026-11-09", PAGES);
    const sameDay = await fresh.pipeline.go("2026-11-16", PAGES);
    expect(await fresh.pipeline.show(older)).toEqual({ latest: false });
    expect(await readObject(fresh.store, LATEST_KEY)).toMatchObject({ runId: "2026-11-16" });
    await fresh.pipeline.go("2026-11-09", PAGES);
    expect(await readObject(fresh.store, LATEST_KEY)).toMatchObject({ runId: "2026-11-16" });
    await fresh.pipeline.go("2026-11-16-again", PAGES);
    expect(await fresh.pipeline.show(sameDay)).toEqual({ latest: false });
    expect(await readObject(fresh.store, LATEST_KEY)).toMatchObject({ runId: "2026-11-16-again" });
  });
});

test("a run that is not loaded cannot be published, and leaves what is", async () => {
  await fresh.pipeline.go("2026-11-09", PAGES);
  const before = await checksums(fresh.store, "published/");
  const run = await fresh.pipeline.upToAnalysis("2026-11-16", PAGES);
  await expect(fresh.pipeline.show(run)).rejects.toMatchObject({
    name: "AnalysisFailed",
    message: expect.stringContaining("2026-11-16 is not loaded"),
  });
  expect(await checksums(fresh.store, "published/")).toEqual(before);
});
