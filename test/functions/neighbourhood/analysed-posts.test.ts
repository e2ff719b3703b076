import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodePostTable } from "../../../functions/neighbourhood/result-tables.ts";
import { analysed, readRawLines } from "../../support/neighbourhood/analysed.ts";
import { inPages, record, records } from "../../support/neighbourhood/records.ts";

describe("of the versions of a post", () => {
  const newer = record(12, { after: [10], text: "the newer words" });
  const older = record(10, { text: "the older words" });

  test.each([
    ["in one page", [[older, newer]]],
    ["in one page, the newer first", [[newer, older]]],
    ["across pages", [[older], [newer]]],
    ["across pages, the newer first", [[newer], [older]]],
  ])("the newest stays under the first one's id, %s", async (_, pages) => {
    const { posts, manifest } = await analysed(pages);
    expect(posts).toMatchObject([{ post_id: 10n, version_id: 12n, versions: 2, text: "the newer words" }]);
    expect(manifest.counts).toEqual({ read: 2, accepted: 1, duplicates: 1, unplaced: 1, rejected: 0 });
  });

  test("the longest history wins over a higher id, and where two are the same, the first read", async () => {
    const long = record(13, { after: [10, 11], text: "third" });
    const high = record(19, { after: [10], text: "second" });
    expect((await analysed([[long], [high]])).posts).toMatchObject([{ version_id: 13n }]);
    const twice = [record(7, { text: "here" }), record(7, { text: "there" })];
    expect((await analysed(inPages(twice, 1))).posts).toMatchObject([{ text: "here" }]);
  });

  test("one row stays for each post, in its newest version, however they are spread over pages and buckets", async () => {
    // Versions of post p are 10 p, 10 p + 1, ...; a version may be read more than once.
    const reading = fc.record({
      post: fc.integer({ min: 1, max: 5 }),
      version: fc.integer({ min: 0, max: 3 }),
    });
    const pages = fc.array(fc.array(reading, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(pages, fc.constantFrom(240, 400_000), async (readings, bytesInBucket) => {
        const flat = readings.flat();
        const { posts, manifest } = await analysed(
          readings.map((page) =>
            page.map(({ post, version }) =>
              record(post * 10 + version, {
                after: Array.from({ length: version }, (_, earlier) => post * 10 + earlier),
              }),
            ),
          ),
          {},
          bytesInBucket,
        );
        const newest = new Map<number, number>();
        for (const { post, version } of flat)
          newest.set(post, Math.max(newest.get(post) ?? 0, post * 10 + version));
        expect(posts.map((row) => [Number(row.post_id), Number(row.version_id)])).toEqual(
          [...newest].map(([post, version]) => [post * 10, version]).sort(([a = 0], [b = 0]) => a - b),
        );
        expect(manifest.counts).toMatchObject({
          read: flat.length,
          accepted: newest.size,
          duplicates: flat.length - newest.size,
        });
      }),
      { seed: 11, numRuns: 20 },
    );
  });
});

describe("of a run's window and stations", () => {
  const at = (id: number, createdAt: string) => record(id, { createdAt });

  test("the beginning is in the window and the end is not", async () => {
    const page = [
      at(1, "2026-11-08T23:59:59.999Z"),
      at(2, "2026-11-09T00:00:00Z"),
      at(3, "2026-11-16T00:59:59.999+01:00"),
      at(4, "2026-11-16T00:00:00.000Z"),
    ];
    const { posts, manifest } = await analysed([page], { from: "2026-11-09", to: "2026-11-16" });
    expect(posts.map(({ post_id }) => post_id)).toEqual([2n, 3n]);
    expect(manifest.counts).toMatchObject({ read: 2, accepted: 2 });
  });

  test("only posts of the stations that are asked for are read, and no unplaced ones", async () => {
    const { posts, manifest } = await analysed([records(1, 12)], { stations: ["Angel"] });
    expect(posts.map(({ station }) => station)).toEqual(["Angel", "Angel", "Angel", "Angel"]);
    expect(manifest.counts).toEqual({ read: 4, accepted: 4, duplicates: 0, unplaced: 0, rejected: 0 });
  });

  test("a station that the file does not have is refused by its name", async () => {
    await expect(analysed([records(1, 2)], { stations: ["Bank", "Bnak"] })).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringContaining('"Bnak"'),
      hint: expect.stringContaining("Station"),
    });
  });
});

describe("every row", () => {
  test("stands in its file in the order of the ids as numbers", async () => {
    const { store, manifest } = await analysed([[record(100), record(9)], [record(20)]]);
    const [file] = manifest.posts;
    const decoded = await decodePostTable((await store.read(file?.key ?? "")) ?? new Uint8Array());
    expect([...decoded.rows()].map(([id]) => id)).toEqual([9n, 20n, 100n]);
  });

  test("says from which raw page, file and line it comes, and there it stands", async () => {
    const { store, posts } = await analysed(inPages(records(1, 9), 4));
    const lines = (await readRawLines(store)).map((line) => JSON.parse(line));
    for (const { raw_key, source_line, post_id } of posts) {
      const [, page] = /(\d{5})\.jsonl\.gz$/.exec(String(raw_key)) ?? [];
      const raw = lines[Number(page)];
      expect(JSON.parse(raw.records[Number(source_line) - raw.line]).id).toBe(String(post_id));
    }
  });

  test("keeps ids, times and texts at the edge of what they may be", async () => {
    const text = "tab\t, line\nfeed, back\\slash, \\N, \u{1F600}, 'quotes\", é";
    const edge = { text, created_at: "0001-01-01T00:00:00.000Z", author_id: "9223372036854775807" };
    const last = { text: " ", created_at: "9999-12-31T23:59:59.999Z", lang: "en" };
    const { posts } = await analysed([
      [JSON.stringify({ id: "1", ...edge }), JSON.stringify({ id: "9223372036854775807", ...last })],
    ]);
    expect(posts).toMatchObject([
      { post_id: 1n, text, created_at: new Date(edge.created_at), author_id: 2n ** 63n - 1n, language: null },
      { post_id: 2n ** 63n - 1n, text: " ", created_at: new Date(last.created_at), author_id: null },
    ]);
  });
});
