import { describe, expect, test } from "vitest";
import { questionKey } from "../../../functions/compliance/keys.ts";
import { LATEST_KEY } from "../../../functions/neighbourhood/keys.ts";
import type { Clock } from "../../../functions/ports.ts";
import { rawPrefix } from "../../../functions/posts/keys.ts";
import { readRemovals, readUnfinished, writeUnfinished } from "../../../functions/posts/removed-posts.ts";
import { readLease, releaseLeases } from "../../../functions/runs/lease.ts";
import { CHECK_EXECUTION, CHECK_ID, checkOf } from "../../support/compliance/checking.ts";
import { testDatabases } from "../../support/database.ts";
import { clock, executionOf, hurried, pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { inPages, record, records } from "../../support/neighbourhood/records.ts";
import { readVisible } from "../../support/neighbourhood/rows.ts";
import { checksums, newStore, readObject, readText } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
const FIRST = "20261116T060000Z";
const SECOND = "20261123T060000Z";

async function newPipeline() {
  const [store, database] = await Promise.all([newStore(), newDatabase()]);
  return { store, database: database.database, pipeline: pipelineOf(store, database) };
}

const at = (time: string): Clock => ({ ...clock, now: () => new Date(time) });

/** Time runs out whenever it has been looked at three times. */
function interrupted(): Clock {
  let looks = 0;
  return { ...clock, remaining: () => (++looks % 4 === 0 ? 1_000 : 900_000) };
}

describe("what goes is decided", () => {
  test("under the pipeline's lease, and written down before anything is removed", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, inPages(records(1, 9), 3));
    const before = await checksums(store, "raw/");

    expect(await checkOf(store, database).prepare(["4", "999"])).toEqual({
      resumeAt: null,
      removed: 1,
      runs: 1,
    });

    expect(await readLease(database, "neighbourhood")).toEqual({
      pipeline: "neighbourhood",
      runId: `compliance-${CHECK_ID}`,
      execution: CHECK_EXECUTION,
    });
    expect([...(await readRemovals(store)).values()]).toEqual([
      { id: "4", reason: "deleted", removedAt: "2026-11-16T18:00:00.000Z", runs: [FIRST] },
    ]);
    expect(await readUnfinished(store)).toEqual([FIRST]);
    expect(await checksums(store, "raw/")).toEqual(before);
  });

  test("after a run of the pipeline that is active, for twelve hours", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.upToAnalysis(FIRST, inPages(records(1, 9), 3));

    const soon = checkOf(store, database, at("2026-11-16T18:10:00.000Z"));
    expect(await soon.prepare(["4"])).toEqual({ resumeAt: "2026-11-16T18:15:00.000Z", removed: 0, runs: 1 });
    expect((await readRemovals(store)).size).toBe(0);
    const late = checkOf(store, database, at("2026-11-17T06:00:01.000Z"));
    await expect(late.prepare(["4"])).rejects.toMatchObject({ name: "RunInProgress" });
    await releaseLeases(database, executionOf(FIRST));
    expect(await late.prepare(["4"])).toMatchObject({ resumeAt: null, runs: 1 });
  });

  test("again where the check before ended in the middle of that, though X shows the post again by now", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, inPages(records(1, 9), 3));
    await writeUnfinished(store, [FIRST]);
    const check = checkOf(store, database);
    const before = await checksums(store, "raw/");

    expect(await check.go([])).toEqual({ resumeAt: null, removed: 0, runs: 1 });

    // Whoever stores posts reads the list.
    expect((await readRemovals(store)).size).toBe(0);
    expect(await checksums(store, "raw/")).toEqual(before);
  });

  test("without the lease where nothing goes", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, inPages(records(1, 9), 3));
    expect(await checkOf(store, database).prepare(["999"])).toEqual({ resumeAt: null, removed: 0, runs: 0 });
    expect(await readLease(database, "neighbourhood")).toBeNull();
  });

  test("and X is asked about every stored post once, but not about those that are known to go", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, [[record(1), record(30, { after: [20, 10] })], [record(1)]]);
    await pipeline.go(SECOND, [[record(2), record(10)]]);
    const check = checkOf(store, database);
    await check.go(["1"]);

    await releaseLeases(database, CHECK_EXECUTION);
    await pipeline.go("20261130T060000Z", [[record(1)], [record(5)]]);
    const listed = await check.list("20261201T180000Z");
    expect(listed.list).toMatchObject({ ids: 5, jobs: 1 });
    expect(await readText(store, questionKey("20261201T180000Z", 0))).toBe("2\n5\n10\n20\n30\n");
    // It did not come back with another run, so only the first one's check, which was not closed, is left to do.
    expect(await check.prepare([], "20261201T180000Z")).toMatchObject({ removed: 0, runs: 1 });
    expect((await readRemovals(store)).get("1")?.runs).toEqual([FIRST]);
  });
});

describe("raw pages", () => {
  test("lose the posts, page by page however short the time is, and the manifest says what they are now", async () => {
    const { store, database, pipeline } = await newPipeline();
    const run = await pipeline.go(FIRST, inPages(records(1, 12), 2));
    const before = await checksums(store, rawPrefix(FIRST));
    const check = checkOf(store, database, hurried);
    await check.prepare(["3", "8"]);

    expect(await check.remove()).toBeGreaterThan(1);

    const after = await checksums(store, rawPrefix(FIRST));
    const changed = Object.keys(after).filter((key) => after[key] !== before[key]);
    expect(changed.map((key) => key.slice(rawPrefix(FIRST).length))).toEqual([
      "manifest.json",
      "station=replay/00001.jsonl.gz",
      "station=replay/00003.jsonl.gz",
    ]);
    // What the manifest says is what the pipeline finds.
    await releaseLeases(database, CHECK_EXECUTION);
    expect(await pipeline.score(run)).toMatchObject({ done: true, counts: { read: 10, accepted: 10 } });
  });

  test("of an extraction that is not finished lose them too, and it goes on from where it was", async () => {
    const { store, database, pipeline } = await newPipeline();
    const run = await pipeline.prepare({ runId: FIRST });
    const pages = inPages(records(1, 4), 2);
    await pipeline.extract(run, pages);
    const manifest = await readObject(store, `${rawPrefix(FIRST)}manifest.json`);
    await store.remove([`${rawPrefix(FIRST)}manifest.json`]);
    const progress = { ...Object(manifest), cursor: 2 };
    await store.write(`${rawPrefix(FIRST)}progress.json`, Buffer.from(JSON.stringify(progress)));
    await releaseLeases(database, executionOf(FIRST));

    await checkOf(store, database).go(["3"]);
    await releaseLeases(database, CHECK_EXECUTION);
    await pipeline.prepare({ runId: FIRST });
    await pipeline.extract(run, pages);
    expect(await pipeline.score(run)).toMatchObject({ counts: { read: 3, accepted: 3 } });
  });
});

describe("a run is made anew", () => {
  test("however many of the records that are left were rejected, in slices however short the time is", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, [...inPages(records(1, 12), 3), ["{broken", "{broken too", "{broken as well"]]);
    await pipeline.go(SECOND, inPages(records(20, 6), 3));
    const check = checkOf(store, database, interrupted());
    await check.prepare(["1", "2", "3", "4", "5", "6", "20"]);
    await check.remove();

    expect(await check.rebuild({ bytesInBucket: 600 })).toBeGreaterThan(3);

    expect(await readVisible(database)).toMatchObject([
      { what: "lineage", run_id: FIRST },
      { what: "lineage", run_id: SECOND },
      { what: "posts", run_id: FIRST, count: "6" },
      { what: "posts", run_id: SECOND, count: "5" },
      { what: "topics" },
      { what: "topics" },
    ]);
  });

  test("or is withdrawn where no post is left, and the dashboard goes back to the run before", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, inPages(records(1, 9), 3));
    const first = await readText(store, LATEST_KEY);
    await pipeline.go(SECOND, inPages(records(20, 3), 3));

    await checkOf(store, database).go(["20", "21", "22"]);

    expect(await readText(store, LATEST_KEY)).toBe(first);
    expect((await store.list("published/")).filter((key) => key.includes(SECOND))).toEqual([]);
    const [row] = await database.query(
      `select status, load_id, posts_read, accepted, (select count(*) from citypulse.posts) as posts
       from citypulse.runs join citypulse.neighbourhood_runs using (pipeline, run_id) where run_id = $1`,
      [SECOND],
    );
    expect(row).toEqual({ status: "empty", load_id: null, posts_read: "0", accepted: "0", posts: "9" });
  });

  test("or loses the posts alone where its raw pages are gone, and everything else is as if they had been there", async () => {
    const [going, staying] = [
      record(131, { text: "Delays", station: "Angel", after: [130] }),
      records(1, 40),
    ];
    const broken = ['{"id":"77","text":"brok', "{broken"];
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, [[...staying, going, ...broken]]);
    await store.remove(await store.list("raw/"));
    const twin = await newPipeline();
    await twin.pipeline.go(FIRST, [[...staying, "", "", "{broken"]]);

    expect(await checkOf(store, database).go(["130", "77"])).toMatchObject({ removed: 3, runs: 1 });

    for (const prefix of ["analysis/", "quarantine/", "published/"]) {
      const { [`analysis/run=${FIRST}/manifest.json`]: _, ...objects } = await checksums(store, prefix);
      const { [`analysis/run=${FIRST}/manifest.json`]: __, ...expected } = await checksums(
        twin.store,
        prefix,
      );
      expect(objects).toEqual(expected);
    }
    const posts = `select *, null as load_id from citypulse.posts order by post_id`;
    expect(await database.query(posts)).toEqual(await twin.database.query(posts));
    expect(await readVisible(database)).toEqual(await readVisible(twin.database));
    const manifests = [store, twin.store].map((where) =>
      readObject(where, `analysis/run=${FIRST}/manifest.json`),
    );
    const [thinned, expected] = (await Promise.all(manifests)).map(Object);
    expect({ ...thinned, madeFrom: null }).toEqual({ ...expected, madeFrom: null });
  });

  test("or is withdrawn where nothing is left that it was made of", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, [[record(1), record(30, { after: [20] })]]);
    await store.remove([...(await store.list("raw/")), ...(await store.list("analysis/"))]);

    expect(await checkOf(store, database).go(["30"])).toMatchObject({ removed: 2, runs: 1 });

    expect(await store.list(LATEST_KEY)).toEqual([]);
    expect(await readVisible(database)).toEqual([]);
  });

  test("where a backup that was restored brought posts back into the database alone", async () => {
    const { store, database, pipeline } = await newPipeline();
    await pipeline.go(FIRST, inPages(records(1, 9), 3));
    await checkOf(store, database).go(["4"]);
    await database.query("update citypulse.posts set post_id = 4 where post_id = 5");
    await database.query("update citypulse.loads set manifest_sha256 = 'of the backup'");
    await releaseLeases(database, CHECK_EXECUTION);

    expect(await checkOf(store, database).go([], "20261117T180000Z")).toMatchObject({ removed: 0, runs: 1 });

    const ids = await database.query<{ post_id: string }>("select post_id from citypulse.posts order by 1");
    expect(ids.map(({ post_id }) => post_id)).toEqual(["1", "2", "3", "5", "6", "7", "8", "9"]);
  });

  test("and what was staged of a run that nobody sees goes", async () => {
    const { store, database, pipeline } = await newPipeline();
    const run = await pipeline.upToAnalysis(FIRST, inPages(records(1, 9), 3));
    const dying = { ...database, transaction: database.transaction };
    // Both files are staged then, and nobody sees them.
    let left = 2;
    dying.transaction = (work) =>
      left-- > 0 ? database.transaction(work) : Promise.reject(new Error("This process is dead."));
    await expect(pipeline.load(run, dying)).rejects.toThrow("dead");
    await releaseLeases(database, executionOf(FIRST));
    const staged = "select count(*) from citypulse.posts";
    expect(await database.query(staged)).toEqual([{ count: "9" }]);

    await checkOf(store, database).go(["4"]);

    expect(await database.query(staged)).toEqual([{ count: "0" }]);
  });
});
