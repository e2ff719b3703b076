import { describe, expect, test } from "vitest";
import { analyse } from "../../../functions/neighbourhood/analyse.ts";
import { postsKey } from "../../../functions/neighbourhood/keys.ts";
import { decodePostTable } from "../../../functions/neighbourhood/result-tables.ts";
import type { Progress } from "../../../functions/ports.ts";
import { STATIONS_KEY } from "../../../functions/posts/keys.ts";
import {
  analyseAll,
  extracted,
  RUN_ID,
  readAnalysis,
  readPosts,
} from "../../support/neighbourhood/analysed.ts";
import { hurried, progress, slices } from "../../support/neighbourhood/pipeline.ts";
import { inPages, record, records, STATIONS } from "../../support/neighbourhood/records.ts";
import { checksums } from "../../support/neighbourhood/store.ts";

/** Three pages with an edit across two of them, a duplicate and a record that cannot be used. */
const PAGES = [
  [...records(1, 6), record(101, { after: [100] })],
  [...records(5, 4), "{broken", record(100)],
  records(9, 5),
];
/** So small that these pages fill several buckets. */
const bytesInBucket = 800;

/** Notes how many records are scored whenever that is told. */
const told =
  (scored: number[]): Progress =>
  (done, _, unit) => {
    if (unit === "records") scored.push(done);
  };

describe("an analysis in slices", () => {
  test("takes as many steps as there are batches and buckets, and leaves the objects of one go", async () => {
    const whole = await extracted(PAGES);
    await analyseAll(whole.run, whole.store, { bytesInBucket });
    const sliced = await extracted(PAGES);
    const { posts } = await readAnalysis(whole.store);
    expect(posts.length).toBeGreaterThan(3);
    let cursor: unknown = null;
    for (let step = 0; step < PAGES.length + posts.length; step++) {
      const answer = await analyse(
        { run: sliced.run, analysis: { cursor } },
        { store: sliced.store, clock: slices(1), codeVersion: "1.0.0", progress, bytesInBucket },
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
    ["another stations file", {}, STATIONS.replace("Angel", "Islington")],
  ])("is begun anew where %s goes on with it", async (_, change, stations) => {
    const { store, run } = await extracted(PAGES);
    const ports = { store, clock: slices(2), codeVersion: "1.0.0", progress, bytesInBucket };
    const begun = await analyse({ run }, ports);
    expect(begun.cursor).toMatchObject({ step: 2 });
    await store.write(STATIONS_KEY, Buffer.from(stations));
    const scored: number[] = [];
    await analyseAll(run, store, { ...change, bytesInBucket, progress: told(scored) }, begun);
    expect(scored).toEqual([7, 13, 18]);
    const fresh = await extracted(PAGES);
    await fresh.store.write(STATIONS_KEY, Buffer.from(stations));
    await analyseAll(fresh.run, fresh.store, { ...change, bytesInBucket });
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
    expect(parted).toEqual({ ...whole, posts: parted.posts, quarantine: parted.quarantine });
    expect(parted.quarantine.map(({ rows }) => rows)).toEqual(whole.quarantine.map(({ rows }) => rows));
    expect(await readPosts(many.store)).toEqual(await readPosts(one.store));
  });

  test("writes a file for a bucket without posts, too", async () => {
    const { store, run } = await extracted([[record(3)]]);
    await analyseAll(run, store, { bytesInBucket: 50 });
    const files = (await readAnalysis(store)).posts.map(({ rows }) => rows);
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((rows) => rows === 0)).toHaveLength(files.length - 1);
    const empty = await store.read(postsKey(RUN_ID, files.indexOf(0)));
    expect([...(await decodePostTable(empty ?? new Uint8Array())).rows()]).toEqual([]);
  });
});
