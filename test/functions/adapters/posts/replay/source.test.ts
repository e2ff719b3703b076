import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "../../../../../functions/adapters/posts/replay/page-builder.ts";
import { replaySource, replayStored } from "../../../../../functions/adapters/posts/replay/source.ts";
import { unpackLines } from "../../../../../functions/posts/raw-pages.ts";
import { memoryStore } from "../../../../support/memory-store.ts";
import { fileWith, folderWith, pagesOf, recordsOf, SMALL } from "./replay-fixtures.ts";

const numbered = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, index) => JSON.stringify({ id: String(from + index) }));

describe("pages", () => {
  test("are named in order, hold a limited number of records, and end with the file", async () => {
    const source = replaySource(await fileWith(numbered(7).join("\n"), "seven.jsonl"), { limits: SMALL });
    const pages = await pagesOf(source);
    expect(
      pages.map(
        (page) =>
          page.kind === "page" && [page.station, page.name, page.records, unpackLines(page.body).length],
      ),
    ).toEqual([
      ["replay", "00000", 3, 2],
      ["replay", "00001", 3, 2],
      ["replay", "00002", 1, 1],
    ]);
    expect(recordsOf(pages)).toEqual(
      numbered(7).map((text, index) => ({ file: "seven.jsonl", line: index + 1, text })),
    );
  });

  test("say how much of the files is read, where these are not packed", async () => {
    const files = { "a.jsonl": numbered(4).join("\n"), "b.jsonl": numbered(4, 5).join("\n") };
    const pages = await pagesOf(replaySource(await folderWith(files), { limits: SMALL }));
    const read = pages.map((page) => page.kind === "page" && page.read?.bytes);
    const of = files["a.jsonl"].length + files["b.jsonl"].length;
    expect(read).toEqual([33, files["a.jsonl"].length + 22, of]);
    const packed = replaySource(await folderWith({ ...files, "c.jsonl.gz": gzipSync("{}") }));
    expect((await pagesOf(packed))[0]).not.toHaveProperty("read");
  });

  test("hold 10,000 records in raw lines of 100", async () => {
    const [first, second] = await pagesOf(replaySource(await fileWith(numbered(10_001).join("\n"))));
    expect(first?.kind === "page" && [first.records, unpackLines(first.body).length]).toEqual([10_000, 100]);
    expect(second?.kind === "page" && [second.records, unpackLines(second.body).length]).toEqual([1, 1]);
  });

  test("end early where the records are large", async () => {
    const limits = { ...LIMITS, bytesInLine: 20, bytesInPage: 50 };
    const pages = await pagesOf(replaySource(await fileWith(numbered(20, 10).join("\n")), { limits }));
    expect(
      pages.map((page) => page.kind === "page" && [page.records, unpackLines(page.body).length]),
    ).toEqual([
      [5, 3],
      [5, 3],
      [5, 3],
      [5, 3],
    ]);
    expect(recordsOf(pages).map(({ text }) => text)).toEqual(numbered(20, 10));
  });

  test("are filled across files, each record keeping its own place", async () => {
    const folder = await folderWith({ "a.jsonl": "1\n\n2", "b/c.jsonl": "3", "d.jsonl": "4\n5" });
    const pages = await pagesOf(replaySource(folder, { limits: SMALL }));
    expect(pages.map((page) => page.kind === "page" && page.records)).toEqual([3, 2]);
    expect(recordsOf(pages)).toEqual([
      { file: "a.jsonl", line: 1, text: "1" },
      { file: "a.jsonl", line: 3, text: "2" },
      { file: "b/c.jsonl", line: 1, text: "3" },
      { file: "d.jsonl", line: 1, text: "4" },
      { file: "d.jsonl", line: 2, text: "5" },
    ]);
  });

  test("are the same whichever page's cursor reading starts from", async () => {
    const file = fc
      .tuple(
        fc.array(fc.oneof(fc.json(), fc.constantFrom("{", '{"a":', "]", "", "é\u2028", "\r")), {
          maxLength: 12,
        }),
        fc.constantFrom("lines", "list", "printed", "archive"),
        fc.boolean(),
      )
      .map(([records, shape, isPacked]) => {
        const values = records.map((text) => ({ text }));
        const content = {
          lines: records.join("\n"),
          list: `[${records.join(",")}]`,
          printed: JSON.stringify(values, null, 2),
          archive: `window.YTD.tweets.part0 = ${JSON.stringify(values, null, 1)};`,
        }[shape];
        return isPacked ? gzipSync(content ?? "") : Buffer.from(content ?? "");
      });
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (contents) => {
        const named = contents.map((content, index) => [`${index}.json`, content] as const);
        const source = replaySource(await folderWith({ ...Object.fromEntries(named), "z.json": "{}" }), {
          limits: SMALL,
        });
        const pages = await pagesOf(source);
        for (const [index, { cursor }] of pages.entries())
          expect(await pagesOf(source, JSON.parse(JSON.stringify(cursor)))).toEqual(pages.slice(index + 1));
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  test("have cursors that say where the next record begins", async () => {
    const [page] = await pagesOf(replaySource(await fileWith(numbered(3).join("\n"))));
    expect(page?.cursor).toEqual({ page: 1, file: 0, offset: 32, line: 4, format: "lines" });
  });
});

describe("the fingerprint", () => {
  test("is that of the content, not of where it lies", async () => {
    const [one, same, other] = await Promise.all(
      ["1\n2", "1\n2", "1\n3"].map(async (content) => replaySource(await fileWith(content)).fingerprint()),
    );
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  test("tells apart what is divided otherwise, or named otherwise", async () => {
    const folders = [
      { "a.json": "12", "b.json": "3" },
      { "a.json": "1", "b.json": "23" },
      { "a.json": "12", "c.json": "3" },
      { "a.json": "12", "b.json": "3", "ignored.txt": "4" },
    ];
    const prints = await Promise.all(
      folders.map(async (files) => replaySource(await folderWith(files)).fingerprint()),
    );
    expect(new Set(prints.slice(0, 3)).size).toBe(3);
    expect(prints[3]).toBe(prints[0]);
  });
});

test("a source is called what its owner calls the file", async () => {
  const path = await fileWith("1", "my posts.json");
  expect(replaySource(path).name).toBe("my posts.json");
  expect(replaySource(`${path}/`).name).toBe("my posts.json");
  expect(replaySource(path, { name: "standard input" }).name).toBe("standard input");
});

describe("the objects of a store", () => {
  const FILES = {
    "a.jsonl": numbered(5).join("\n"),
    "below/b.json.gz": gzipSync(JSON.stringify(numbered(4, 6).map((text) => JSON.parse(text)))),
    "below/.hidden.json": "not read",
    "notes.txt": "not read",
    "c.ndjson": `${numbered(3, 10).join("\r\n")}\r\n`,
  };

  test("give the pages and the fingerprint that a folder of the same files gives", async () => {
    const store = memoryStore();
    for (const [name, content] of Object.entries(FILES))
      await store.write(`posts/${name}`, Buffer.from(content));
    await store.write("posts-of-others/d.jsonl", Buffer.from("not read"));
    const onDisk = replaySource(await folderWith(FILES), { limits: SMALL });
    const inStore = replayStored(store, "posts/", { limits: SMALL });
    const pages = await pagesOf(inStore);
    expect(pages).toEqual(await pagesOf(onDisk));
    expect(recordsOf(pages).map(({ text }) => text)).toEqual(numbered(12).map((text) => text));
    expect(await inStore.fingerprint()).toBe(await onDisk.fingerprint());
    expect(await pagesOf(inStore, pages[1]?.cursor)).toEqual(pages.slice(2));
  });

  test("may be one, whatever it is called", async () => {
    const store = memoryStore();
    await store.write("posts/some", Buffer.from(numbered(2).join("\n")));
    const pages = await pagesOf(replayStored(store, "posts/some"));
    expect(recordsOf(pages)).toMatchObject([{ file: "some" }, { file: "some" }]);
  });

  test("that are none are told with their prefix", async () => {
    const asking = pagesOf(replayStored(memoryStore(), "posts/"));
    await expect(asking).rejects.toThrow("There are no files of posts in the folder posts/.");
  });
});
