import { describe, expect, test } from "vitest";
import { loadResults } from "../../../functions/neighbourhood/load-results.ts";
import type { Clock } from "../../../functions/ports.ts";
import { faultyDatabase, stopEverywhere } from "../../support/neighbourhood/faults.ts";
import { freshPipeline } from "../../support/neighbourhood/fresh-pipeline.ts";
import { clock, hurried, pipelineOf, progress, slices } from "../../support/neighbourhood/pipeline.ts";
import { record, records } from "../../support/neighbourhood/records.ts";
import { readResults, readTables, readVisible } from "../../support/neighbourhood/rows.ts";

const fresh = freshPipeline();

const PAGES = [records(1, 12), [record(1), "{broken"]];

/** Notes what others read before and after every call. */
function watching(seen: Set<string>) {
  const note = async () => void seen.add(JSON.stringify(await readVisible(fresh.place.database)));
  return faultyDatabase(fresh.place.database, {
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
    const run = await fresh.pipeline.upToAnalysis("first", PAGES);
    const seen = new Set<string>();
    expect(await fresh.pipeline.load(run, watching(seen))).toEqual({
      cursor: null,
      done: true,
      accepted: 12,
    });
    expect([...seen].map((text) => JSON.parse(text))).toEqual([
      [],
      [
        { what: "lineage", run_id: "first", code_version: "1.0.0", count: "3" },
        { what: "posts", run_id: "first", code_version: "1.0.0", count: "12" },
        { what: "topics", run_id: "first", code_version: "", count: "4" },
      ],
    ]);
  });

  test("by another version of the code takes the place of the former one in one moment", async () => {
    await fresh.pipeline.go("first", PAGES);
    const newer = pipelineOf(fresh.store, fresh.place, { codeVersion: "2.0.0" });
    const run = await newer.upToAnalysis("first", PAGES);
    const seen = new Set<string>();
    await newer.load(run, watching(seen));
    const versions = [...seen].map((text) => [...new Set(text.match(/\d\.0\.0/g))]);
    expect(versions).toEqual([["1.0.0"], ["2.0.0"]]);
    for (const table of ["loads", "loaded_files", "station_sums", "topics", "posts"]) {
      const owners = `select count(distinct load_id) from citypulse.${table}`;
      expect(await fresh.place.database.query(owners), table).toEqual([{ count: "1" }]);
    }
  });

  test("that is made twice changes not a row", async () => {
    const run = await fresh.pipeline.go("first", PAGES);
    const before = await readTables(fresh.place.database);
    await fresh.pipeline.load(run);
    expect(await readTables(fresh.place.database)).toEqual(before);
    await fresh.pipeline.go("first", PAGES);
    expect(await readTables(fresh.place.database)).toEqual(before);
  });

  test("tells how many rows are copied, up to all of them, though two files are copied at a time", async () => {
    const run = await fresh.pipeline.upToAnalysis("first", PAGES);
    const told: [number, number | null][] = [];
    const ports = { store: fresh.store, database: fresh.place.database, clock, maxRejectedShare: 1 };
    await loadResults({ run }, { ...ports, progress: (done, total) => void told.push([done, total]) });
    const [done, total] = told.at(-1) ?? [];
    expect(told.length).toBeGreaterThan(1);
    expect(done).toBe(total);
    expect(told).toEqual(told.toSorted(([left], [right]) => left - right));
  });

  test("in slices stages a file when there is time for it, and gives the rows of one go", async () => {
    const run = await fresh.pipeline.upToAnalysis("first", PAGES);
    const ports = { store: fresh.store, database: fresh.place.database, progress, maxRejectedShare: 1 };
    const load = (time: Clock) => loadResults({ run }, { ...ports, clock: time });
    expect(await load(hurried)).toEqual({ cursor: 0, done: false, accepted: 12 });
    expect(await load(slices(1))).toMatchObject({ cursor: 1, done: false });
    expect(await readVisible(fresh.place.database)).toEqual([]);
    expect(await load(clock)).toMatchObject({ done: true });
    const sliced = await readResults(fresh.place.database);
    const whole = await fresh.newDatabase();
    const again = pipelineOf(fresh.store, whole);
    await again.load(await again.prepare({ runId: "first" }));
    expect({ ...(await readResults(whole.database)), "public.migrations": [] }).toEqual({
      ...sliced,
      "public.migrations": [],
    });
  });
});

describe("a load that is stopped", () => {
  test("at any statement shows nothing, and ends in the same rows when it is started again", async () => {
    const run = await fresh.pipeline.upToAnalysis("first", PAGES);
    await fresh.pipeline.load(run);
    const expected = await readResults(fresh.place.database);
    const shown = await readVisible(fresh.place.database);
    const stops = await stopEverywhere(
      async (fault) => {
        await fresh.place.database.query("delete from citypulse.runs");
        await fresh.place.database.query("alter table citypulse.loads alter load_id restart");
        await fresh.pipeline.prepare({ runId: "first" });
        await fresh.pipeline.load(run, faultyDatabase(fresh.place.database, fault));
      },
      async (where) => {
        const visible = await readVisible(fresh.place.database);
        // After the last commit all is there, though nobody heard of it.
        if (visible.length > 0) expect(visible, where).toEqual(shown);
        await fresh.pipeline.load(run);
        expect(await readResults(fresh.place.database), where).toEqual(expected);
      },
    );
    expect(stops).toBeGreaterThan(18);
  });
});
