import { describe, expect, test } from "vitest";
import {
  analysisManifestKey,
  analysisPrefix,
  postsKey,
  scoredKey,
  topicsKey,
} from "../../../functions/neighbourhood/keys.ts";
import { analyseAll, extracted, RUN_ID, readAnalysis } from "../../support/neighbourhood/analysed.ts";
import { faultyStore, stopEverywhere } from "../../support/neighbourhood/faults.ts";
import { record, records } from "../../support/neighbourhood/records.ts";
import { checksums } from "../../support/neighbourhood/store.ts";

/** Three pages with an edit across two of them, a duplicate and a record that cannot be used. */
const PAGES = [
  [...records(1, 6), record(101, { after: [100] })],
  [...records(5, 4), "{broken", record(100)],
  records(9, 5),
];

describe("an analysis that is stopped", () => {
  test("at any write ends in the same objects when it is started again", { timeout: 60_000 }, async () => {
    const undisturbed = await extracted(PAGES);
    const raw = await checksums(undisturbed.store);
    await analyseAll(undisturbed.run, undisturbed.store, { bytesInBucket: 1600 });
    const expected = await checksums(undisturbed.store);
    const { store, run } = undisturbed;
    const stops = await stopEverywhere(
      async (fault) => {
        await store.remove(Object.keys(expected).filter((key) => !(key in raw)));
        await analyseAll(run, faultyStore(store, fault), { bytesInBucket: 1600 });
      },
      async (where) => {
        await analyseAll(run, store, { bytesInBucket: 1600 });
        expect(await checksums(store), where).toEqual(expected);
      },
    );
    expect(stops).toBeGreaterThan(18);
  });
});

describe("a finished analysis", () => {
  test("leaves what its manifest lists and nothing else, whatever a killed run or other code left", async () => {
    const { store, run } = await extracted(PAGES);
    await analyseAll(run, store);
    const kept = [analysisManifestKey(RUN_ID), postsKey(RUN_ID, 0), topicsKey(RUN_ID)];
    expect(await store.list(analysisPrefix(RUN_ID))).toEqual(kept);
    for (const codeVersion of ["1.0.0", "2.0.0"]) {
      await store.write(scoredKey(RUN_ID, 0, 0), Buffer.from("[]"));
      await store.write(postsKey(RUN_ID, 7), Buffer.from("PAR1"));
      await analyseAll(run, store, { codeVersion });
      expect(await store.list(analysisPrefix(RUN_ID)), codeVersion).toEqual(kept);
    }
  });

  test("is not made again: not an object is written", async () => {
    const { store, run } = await extracted(PAGES);
    const first = await analyseAll(run, store);
    const refusing = {
      ...store,
      write: async (key: string) => {
        throw new Error(`${key} was written.`);
      },
    };
    expect(await analyseAll(run, refusing)).toEqual(first);
  });

  test("is made again by another version of the code, and its manifest says so", async () => {
    const { store, run } = await extracted(PAGES);
    await analyseAll(run, store);
    const before = await readAnalysis(store);
    await analyseAll(run, store, { codeVersion: "1.0.1" });
    expect(await readAnalysis(store)).not.toEqual(before);
    expect(await readAnalysis(store)).toMatchObject({ codeVersion: "1.0.1" });
    await analyseAll(run, store);
    expect(await readAnalysis(store)).toEqual(before);
  });

  test("has no manifest while it is made again", async () => {
    const { store, run } = await extracted(PAGES);
    await analyseAll(run, store);
    const stopping = {
      ...store,
      write: async () => {
        throw new Error("The disk is full.");
      },
    };
    await expect(analyseAll(run, stopping, { codeVersion: "2.0.0" })).rejects.toThrow("The disk is full.");
    expect(await store.read(analysisManifestKey(RUN_ID))).toBeUndefined();
  });
});
