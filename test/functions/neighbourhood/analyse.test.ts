import { describe, expect, test } from "vitest";
import { analysisManifestKey, postsKey, STATIONS_KEY, scoredPrefix } from "../../../functions/keys.ts";
import { analyse } from "../../../functions/neighbourhood/analyse.ts";
import { decodePosts } from "../../../functions/neighbourhood/post-table.ts";
import {
  analyseAll,
  extracted,
  RUN_ID,
  readAnalysis,
  readPosts,
} from "../../support/neighbourhood/analysed.ts";
import { faultyStore, stopEverywhere } from "../../support/neighbourhood/faults.ts";
import { clock, hurried, progress } from "../../support/neighbourhood/pipeline.ts";
import { inPages, record, records, STATIONS } from "../../support/neighbourhood/records.ts";
import { checksums } from "../../support/neighbourhood/store.ts";

/** Three pages with an edit across two of them, a duplicate and a record that cannot be used. */
const PAGES = [
  [...records(1, 6), record(101, { after: [100] })],
  [...records(5, 4), "{broken", record(100)],
  records(9, 5),
];
/** So small that these pages fill several buckets. */
const bytesInBucket = 200;

describe("an analysis in slices", () => {
  test("takes as many steps as there are pages and buckets, and leaves the objects of one go", async () => {
    const whole = await extracted(PAGES);
    await analyseAll(whole.run, whole.store, { bytesInBucket });
    const sliced = await extracted(PAGES);
    const { posts } = await readAnalysis(whole.store);
    expect(posts.length).toBeGreaterThan(3);
    let cursor: unknown = null;
    for (let step = 0; step < PAGES.length + posts.length; step++) {
      let calls = 0;
      // Time for one step, and then none.
      const brief = { ...clock, remaining: () => (calls++ === 0 ? 900_000 : 1_000) };
      const answer = await analyse(
        { run: sliced.run, analysis: { cursor } },
        { store: sliced.store, clock: brief, codeVersion: "1.0.0", progress, bytesInBucket },
      );
      cursor = answer.cursor;
      expect(answer).toMatchObject(
        step === PAGES.length + posts.length - 1
          ? { done: true, cursor: null, counts: { read: 18, accepted: 14, duplicates: 3, rejected: 1 } }
          : { done: false, cursor: { step: step + 1 }, counts: null },
      );
    }
    expect(await checksums(sliced.store)).toEqual(await checksums(whole.store));
  });

  test("does nothing where there is no time for a step", async () => {
    const { store, run } = await extracted(PAGES);
    const before = await checksums(store);
    const answer = await analyse({ run }, { store, clock: hurried, codeVersion: "1.0.0", progress });
    expect(answer).toMatchObject({ done: false, cursor: { step: 0 } });
    expect(await checksums(store)).toEqual(before);
  });

  test.each([
    ["other code", { codeVersion: "2.0.0" }, STATIONS],
    ["another stations file", {}, STATIONS.replace("Angel,1", "Angel,2")],
  ])("is begun anew where %s goes on with it", async (_, change, stations) => {
    const { store, run } = await extracted(PAGES);
    let calls = 0;
    const brief = { ...clock, remaining: () => (calls++ < 2 ? 900_000 : 1_000) };
    const begun = await analyse({ run }, { store, clock: brief, codeVersion: "1.0.0", progress });
    expect(begun.cursor).toMatchObject({ step: 2 });
    await store.write(STATIONS_KEY, Buffer.from(stations));
    await analyseAll(run, store, change, begun);
    const fresh = await extracted(PAGES);
    await fresh.store.write(STATIONS_KEY, Buffer.from(stations));
    await analyseAll(fresh.run, fresh.store, change);
    expect(await checksums(store)).toEqual(await checksums(fresh.store));
  });
});

describe("an analysis in several buckets", () => {
  test("gives the rows, counts and topics of one bucket", async () => {
    const pages = inPages([...PAGES.flat(), ...records(200, 60)], 9);
    const one = await extracted(pages);
    await analyseAll(one.run, one.store);
    const many = await extracted(pages);
    await analyseAll(many.run, many.store, { bytesInBucket });
    const [whole, parted] = [await readAnalysis(one.store), await readAnalysis(many.store)];
    expect(whole.posts).toHaveLength(1);
    expect(parted.posts.length).toBeGreaterThan(5);
    expect(parted).toEqual({ ...whole, posts: parted.posts });
    expect(await readPosts(many.store)).toEqual(await readPosts(one.store));
  });

  test("writes a file for a bucket without posts, too", async () => {
    const { store, run } = await extracted([[record(3), record(6)]]);
    const [page] = (await store.list("raw/")).filter((key) => key.endsWith(".gz"));
    const { length } = (await store.read(page ?? "")) ?? "";
    await analyseAll(run, store, { bytesInBucket: Math.ceil(length / 3) });
    const files = (await readAnalysis(store)).posts.map(({ rows }) => rows);
    expect(files).toEqual([2, 0, 0]);
    expect(await decodePosts((await store.read(postsKey(RUN_ID, 1))) ?? new Uint8Array())).toEqual([]);
  });
});

describe("an analysis that is stopped", () => {
  test("at any write ends in the same objects when it is started again", { timeout: 60_000 }, async () => {
    const undisturbed = await extracted(PAGES);
    const raw = await checksums(undisturbed.store);
    await analyseAll(undisturbed.run, undisturbed.store, { bytesInBucket: 400 });
    const expected = await checksums(undisturbed.store);
    const { store, run } = undisturbed;
    const stops = await stopEverywhere(
      async (fault) => {
        await store.remove(Object.keys(expected).filter((key) => !(key in raw)));
        await analyseAll(run, faultyStore(store, fault), { bytesInBucket: 400 });
      },
      async (where) => {
        await analyseAll(run, store, { bytesInBucket: 400 });
        expect(await checksums(store), where).toEqual(expected);
      },
    );
    expect(stops).toBeGreaterThan(30);
  });
});

describe("a finished analysis", () => {
  test("leaves nothing of what its steps handed to each other, also where a killed run left it", async () => {
    const { store, run } = await extracted(PAGES);
    await analyseAll(run, store);
    expect(await store.list(scoredPrefix(RUN_ID))).toEqual([]);
    await store.write(`${scoredPrefix(RUN_ID)}bucket=00000/00000.json`, Buffer.from("[]"));
    await analyseAll(run, store);
    expect(await store.list(scoredPrefix(RUN_ID))).toEqual([]);
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

  test.each([
    ["by another version of the code", { codeVersion: "1.0.1" }, {}],
    ["for another selection", {}, { stations: ["Bank"] }],
  ])("is made again %s, and its manifest says so", async (_, ports, input) => {
    const { store, run } = await extracted(PAGES);
    await analyseAll(run, store);
    const before = await readAnalysis(store);
    const changed = { ...run, ...input };
    await analyseAll(changed, store, ports);
    expect(await readAnalysis(store)).not.toEqual(before);
    expect(await readAnalysis(store)).toMatchObject({ codeVersion: "1.0.0", ...ports });
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
