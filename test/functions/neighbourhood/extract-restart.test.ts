import { describe, expect, test } from "vitest";
import { InvalidInput, SourceUnavailable } from "../../../functions/errors.ts";
import { extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import type { PostSource } from "../../../functions/posts/post-source.ts";
import { extract, extractAll, PAGES, run, undisturbed } from "../../support/neighbourhood/extracting.ts";
import { faultyStore, stopEverywhere } from "../../support/neighbourhood/faults.ts";
import { clock, hurried, progress } from "../../support/neighbourhood/pipeline.ts";
import { scriptSource } from "../../support/neighbourhood/script-source.ts";
import { checksums, newStore } from "../../support/neighbourhood/store.ts";

describe("an extraction that is stopped", () => {
  test("at any write ends in the same objects when it is started again", async () => {
    const script = [...PAGES.slice(0, 1), { resumeAt: "2026-11-16T06:15:00.000Z" }, ...PAGES.slice(1)];
    const expected = await undisturbed(script);
    let store = await newStore();
    const stops = await stopEverywhere(
      async (fault) => {
        store = await newStore();
        await extractAll(faultyStore(store, fault), scriptSource(script));
      },
      async (where) => {
        await extractAll(store, scriptSource(script));
        expect(await checksums(store), where).toEqual(expected);
      },
    );
    // Three pages and the wait, each with its progress; the manifest; the removal of the progress.
    expect(stops).toBe(3 * 2 + 1 + 2);
  });

  test("by the source keeps what it had, and does not ask for it again", async () => {
    const store = await newStore();
    const source = scriptSource(PAGES);
    const failing: PostSource = {
      ...source,
      async *pages(request, cursor) {
        for await (const event of source.pages(request, cursor)) {
          if (event.kind !== "end" && event.cursor === 3)
            throw new SourceUnavailable("The source did not answer.");
          yield event;
        }
      },
    };
    await expect(extract(store, failing)).rejects.toThrow(SourceUnavailable);
    await extract(store, source);
    expect(source.asked).toEqual([null, 2]);
    expect(await checksums(store)).toEqual(await undisturbed());
  });
});

describe("other posts under the same id", () => {
  test.each([
    ["a finished", clock],
    ["an unfinished", hurried],
  ])("are refused for %s run, with both names and nothing changed", async (_, time) => {
    const store = await newStore();
    await extract(store, scriptSource(PAGES), time);
    const before = await checksums(store);
    const other = scriptSource([["{}"]], { name: "other.jsonl", fingerprint: "second" });
    const refused = extract(store, other);
    await expect(refused).rejects.toThrow(InvalidInput);
    await expect(refused).rejects.toThrow(
      "Run 20261116T060000Z already holds other posts: it was made from posts.jsonl, and this is other.jsonl.",
    );
    await expect(refused).rejects.toMatchObject({ hint: expect.stringContaining("--run") });
    expect(other.asked).toEqual([]);
    expect(await checksums(store)).toEqual(before);
  });

  test("are refused where another window or other stations would be read", async () => {
    const store = await newStore();
    await extract(store, scriptSource(PAGES));
    const before = await checksums(store);
    const narrower = { ...run, to: "2026-11-12T00:00:00.000Z" };
    const asking = extractPosts({ run: narrower }, { store, clock, progress, source: scriptSource(PAGES) });
    await expect(asking).rejects.toThrow(
      'Run 20261116T060000Z asked for {"stations":null,"from":null,"to":null}',
    );
    expect(await checksums(store)).toEqual(before);
  });

  test("are not suspected where the source cannot say, or where the file was merely moved", async () => {
    for (const fingerprint of [null, "same"]) {
      const store = await newStore();
      await extract(store, scriptSource(PAGES, { fingerprint }), hurried);
      const moved = scriptSource(PAGES, { name: "moved.jsonl", fingerprint });
      expect((await extractAll(store, moved)).at(-1)).toMatchObject({ done: true, records: 7 });
    }
  });
});
