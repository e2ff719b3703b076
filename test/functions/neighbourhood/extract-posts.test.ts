import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { rawManifestKey, rawPageKey, rawPageName, rawProgressKey } from "../../../functions/posts/keys.ts";
import type { PostSource } from "../../../functions/posts/post-source.ts";
import { extract, extractAll, PAGES, run, undisturbed } from "../../support/neighbourhood/extracting.ts";
import { hurried } from "../../support/neighbourhood/pipeline.ts";
import { scriptSource } from "../../support/neighbourhood/script-source.ts";
import { checksums, newStore, readObject } from "../../support/neighbourhood/store.ts";

describe("an extraction", () => {
  test("stores each page as it was given, and a manifest that lists them in order", async () => {
    const store = await newStore();
    expect(await extract(store, scriptSource(PAGES))).toEqual({
      cursor: null,
      done: true,
      resumeAt: null,
      records: 7,
      pages: 3,
    });
    const keys = ["00000", "00001", "00002"].map((name) =>
      rawPageKey(run.runId, rawPageName("replay", name)),
    );
    expect(await store.list("raw/")).toEqual([rawManifestKey(run.runId), ...keys]);
    expect(await readObject(store, rawManifestKey(run.runId))).toMatchObject({
      runId: run.runId,
      source: "posts.jsonl",
      fingerprint: "first",
      records: 7,
      files: keys.map((key, page) => ({ key, rows: PAGES[page]?.length })),
    });
    const page = gunzipSync((await store.read(keys[1] ?? "")) ?? "");
    expect(JSON.parse(page.toString())).toEqual({
      page: "station=replay/00001",
      file: "posts.jsonl",
      line: 4,
      records: PAGES[1],
    });
  });

  test("of a source without pages is complete and holds nothing", async () => {
    const store = await newStore();
    expect(await extract(store, scriptSource([]))).toMatchObject({ done: true, records: 0, pages: 0 });
    expect(await readObject(store, rawManifestKey(run.runId))).toMatchObject({ records: 0, files: [] });
  });

  test("asks the source for nothing once its manifest is there", async () => {
    const store = await newStore();
    await extract(store, scriptSource(PAGES));
    const before = await checksums(store);
    const silent: PostSource = {
      ...scriptSource(PAGES),
      pages: () => {
        throw new Error("The source was asked.");
      },
    };
    expect(await extract(store, silent)).toMatchObject({ done: true, records: 7, pages: 3 });
    expect(await checksums(store)).toEqual(before);
  });

  test("removes the progress that a process left which was killed after the manifest", async () => {
    const store = await newStore();
    await extract(store, scriptSource(PAGES));
    const before = await checksums(store);
    await store.write(rawProgressKey(run.runId), Buffer.from("{}"));
    await extract(store, scriptSource(PAGES));
    expect(await checksums(store)).toEqual(before);
  });
});

describe("an extraction in slices", () => {
  test("stores one page at least and stops when the time is up, with the numbers of the whole run", async () => {
    const store = await newStore();
    const source = scriptSource(PAGES);
    const answers = await extractAll(store, source, hurried);
    expect(answers.map(({ done, records, pages }) => [done, records, pages])).toEqual([
      [false, 3, 1],
      [false, 6, 2],
      [false, 7, 3],
      [true, 7, 3],
    ]);
    expect(source.asked).toEqual([null, 1, 2, 3]);
    expect(await checksums(store)).toEqual(await undisturbed());
  });

  test("has no manifest until it is done", async () => {
    const store = await newStore();
    await extract(store, scriptSource(PAGES), hurried);
    expect(await store.read(rawManifestKey(run.runId))).toBeUndefined();
  });

  test("hands a wait on and goes on behind it, also where it is the first thing the source says", async () => {
    const waits = ["2026-11-16T06:15:00.000Z", "2026-11-16T06:30:00.000Z"] as const;
    const script = [{ resumeAt: waits[0] }, ...PAGES.slice(0, 2), { resumeAt: waits[1] }, ...PAGES.slice(2)];
    const store = await newStore();
    const source = scriptSource(script);
    const answers = await extractAll(store, source);
    expect(answers.map(({ done, resumeAt, records }) => [done, resumeAt, records])).toEqual([
      [false, waits[0], 0],
      [false, waits[1], 6],
      [true, null, 7],
    ]);
    expect(source.asked).toEqual([null, 1, 4]);
  });
});
