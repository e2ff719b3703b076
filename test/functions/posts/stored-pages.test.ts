import { describe, expect, test } from "vitest";
import { rawManifestKey } from "../../../functions/posts/keys.ts";
import { storedPages } from "../../../functions/posts/stored-pages.ts";
import { extract, extractAll, PAGES, run } from "../../support/neighbourhood/extracting.ts";
import { hurried } from "../../support/neighbourhood/pipeline.ts";
import { scriptSource } from "../../support/neighbourhood/script-source.ts";
import { checksums, newStore, readObject } from "../../support/neighbourhood/store.ts";

describe("a run's own raw pages", () => {
  test("are the whole of it while its manifest is there", async () => {
    const store = await newStore();
    await extract(store, scriptSource(PAGES));
    const before = await checksums(store);
    const { source, selection } = await storedPages(store, run.runId);
    expect(source.name).toBe("posts.jsonl");
    expect(selection).toEqual({ stations: null, from: null, to: null });
    expect(await extract(store, source)).toMatchObject({ done: true, records: 7, pages: 3 });
    expect(await checksums(store)).toEqual(before);
  });

  test("make the manifest again where it is lost, in slices too", async () => {
    const store = await newStore();
    await extract(store, scriptSource(PAGES));
    const manifest = await readObject(store, rawManifestKey(run.runId));
    for (const time of [undefined, hurried]) {
      await store.remove([rawManifestKey(run.runId)]);
      const { source } = await storedPages(store, run.runId);
      if (time !== undefined) await extract(store, source, time);
      await extractAll(store, (await storedPages(store, run.runId)).source, time);
      expect(await readObject(store, rawManifestKey(run.runId))).toEqual({
        ...Object(manifest),
        source: "raw pages",
        fingerprint: null,
      });
    }
  });

  test("are refused while the extraction is not at its end, and where there are none", async () => {
    const store = await newStore();
    await expect(storedPages(store, run.runId)).rejects.toThrow(`There are no raw pages of run ${run.runId}`);
    await extract(store, scriptSource(PAGES), hurried);
    await expect(storedPages(store, run.runId)).rejects.toThrow("has not extracted all of its raw pages yet");
  });
});
