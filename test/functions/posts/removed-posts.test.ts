import { expect, test } from "vitest";
import { extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import type { ObjectStore } from "../../../functions/ports.ts";
import { withoutRemoved, writeRemovals } from "../../../functions/posts/removed-posts.ts";
import { analyseAll } from "../../support/neighbourhood/analysed.ts";
import { run } from "../../support/neighbourhood/extracting.ts";
import { clock, progress } from "../../support/neighbourhood/pipeline.ts";
import { inPages, record, records } from "../../support/neighbourhood/records.ts";
import { scriptSource } from "../../support/neighbourhood/script-source.ts";
import { checksums, newStore } from "../../support/neighbourhood/store.ts";

const extract = (store: ObjectStore, pages: readonly (readonly string[])[]) =>
  extractPosts({ run }, { store, clock, progress, source: withoutRemoved(scriptSource(pages), store) });

async function storeWithout(ids: readonly string[]): Promise<ObjectStore> {
  const store = await newStore();
  const entries = ids.map((id) => ({ id, reason: "deleted", removedAt: "", runs: [] }));
  await writeRemovals(store, new Map(entries.map((entry) => [entry.id, entry])));
  return store;
}

test("posts that were removed are not stored again, whichever source brings them", async () => {
  const store = await storeWithout(["4", "40"]);
  const pages = [...inPages(records(1, 6), 3), [record(42, { after: [40] })]];

  expect(await extract(store, pages)).toMatchObject({ done: true, records: 7, pages: 3 });

  expect(await analyseAll(run, store)).toMatchObject({ counts: { read: 5, accepted: 5 } });
});

test("without such posts every page is stored as it came", async () => {
  const [listed, empty] = [await storeWithout(["900"]), await newStore()];
  const pages = inPages(records(1, 6), 3);
  await extract(listed, pages);
  await extractPosts({ run }, { store: empty, clock, progress, source: scriptSource(pages) });
  expect(await checksums(listed, "raw/")).toEqual(await checksums(empty, "raw/"));
});

test("a source that is not asked does not have the list read", async () => {
  const store = await newStore();
  const source = withoutRemoved(scriptSource([], { name: "posts.jsonl", fingerprint: "one" }), store);
  expect([source.name, await source.fingerprint()]).toEqual(["posts.jsonl", "one"]);
});
