import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { stationFinder } from "../../analysis/places/nearest.ts";
import { isNewer } from "../../analysis/posts/id.ts";
import { parseRecord } from "../../analysis/posts/page.ts";
import { scoreText } from "../../analysis/sentiment/score.ts";
import { cleanText } from "../../analysis/text/clean.ts";
import { generatePosts } from "../../bench/posts/generate.ts";
import { postFile } from "../../bench/posts/post-file.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../local/bundled.ts";

const RECORDS = 20_000;
const folder = mkdtempSync(join(tmpdir(), "citypulse-posts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const stations = parseStations(readFileSync(BUNDLED_STATIONS), "stations.csv");
const records = [...generatePosts(RECORDS, stations, 1)];
const parsed = records.map(({ line }, index) =>
  parseRecord(line, { page: "", file: "posts", line: index + 1 }),
);
const versions = parsed.flat().flatMap((result) => ("reason" in result ? [] : [result]));
const posts = [...Map.groupBy(versions, (post) => post.id).values()].map((same) =>
  same.reduce((newest, post) => (isNewer(post, newest) ? post : newest)),
);
const placeOf = stationFinder(stations);

const share = <Item>(items: readonly Item[], has: (item: Item) => boolean): number =>
  items.filter(has).length / items.length;
const shareOfTexts = (pattern: RegExp): number => share(posts, ({ text }) => pattern.test(text));

describe("the records", () => {
  test("are the same for the same seed, and differ for another one", () => {
    const first = (seed: number) => [...generatePosts(500, stations, seed)];
    expect(first(1)).toEqual(first(1));
    expect(first(2)).not.toEqual(first(1));
  });

  test("are of the kind that they claim to be", () => {
    const kinds = Map.groupBy(records, ({ kind }) => kind);
    expect(parsed.filter((results) => results.some((one) => "reason" in one)).length).toBe(
      kinds.get("bad")?.length,
    );
    expect(posts.length).toBe(kinds.get("post")?.length);
    const placed = posts.filter(({ point }) => point !== null && placeOf(point) !== null);
    expect(placed.length).toBe(kinds.get("post")?.filter((record) => record.placed).length);
    expect(share(records, ({ kind }) => kind === "bad")).toBeCloseTo(0.001, 3);
    expect(share(records, ({ kind }) => kind === "repeat")).toBeCloseTo(0.012, 2);
    expect(posts.filter((post) => post.versions === 2).length).toBe(kinds.get("edit")?.length);
  });

  test("are near stations, which get unequal shares", () => {
    expect(share(posts, ({ point }) => point !== null)).toBeCloseTo(0.9, 1);
    const sizes = [...Map.groupBy(records, ({ station }) => station).values()].map((same) => same.length);
    expect(sizes.length).toBeGreaterThan(295);
    expect(Math.max(...sizes)).toBeGreaterThan(10 * Math.min(...sizes));
  });
});

describe("the texts", () => {
  test("have the length and the look of posts", () => {
    const lengths = posts.filter((post) => post.versions === 1).map(({ text }) => text.length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(60);
    expect(share(lengths, (length) => length <= 140)).toBeGreaterThan(0.999);
    expect(shareOfTexts(/https:\/\/t\.co\/\w{10}/)).toBeCloseTo(1 / 3, 1);
    expect(shareOfTexts(/(^|\s)@\w/)).toBeCloseTo(1 / 3, 1);
    expect(shareOfTexts(/#\w/)).toBeCloseTo(1 / 4, 1);
    expect(shareOfTexts(/!!!/)).toBeGreaterThan(0.05);
    expect(shareOfTexts(/\p{Emoji_Presentation}|\ufe0f/u)).toBeGreaterThan(0.1);
    expect(shareOfTexts(/\w'\w/)).toBeGreaterThan(0.2);
    expect(shareOfTexts(/London|(at|near|by|in) [A-Z]/)).toBeGreaterThan(0.25);
  });

  test("have a sentiment in about two of three posts", () => {
    const scored = share(posts.slice(0, 5000), ({ text }) => scoreText(cleanText(text)).compound !== 0);
    expect(scored).toBeGreaterThan(0.62);
    expect(scored).toBeLessThan(0.71);
  });

  test("have the vocabulary of a language: a few common words and a long tail of rare ones and of pairs", () => {
    const words = posts.map(
      ({ text }) =>
        cleanText(text)
          .toLowerCase()
          .match(/[\p{L}']+/gu) ?? [],
    );
    const pairs = words.flatMap((text) => text.slice(1).map((word, index) => `${text[index]} ${word}`));
    expect(new Set(words.flat()).size).toBeGreaterThan(20_000);
    expect(new Set(pairs).size).toBeGreaterThan(100_000);
    expect(new Set(pairs).size / pairs.length).toBeLessThan(0.6);
  });
});

describe("a file of posts", () => {
  test("is generated once, with the counts that a run must have", async () => {
    const made = await postFile(2000, "api", folder);
    const time = statSync(made.path).mtimeMs;
    expect(await postFile(2000, "api", folder)).toEqual(made);
    expect(statSync(made.path).mtimeMs).toBe(time);
    expect(statSync(made.path).size).toBe(made.bytes);
    const { read, accepted, duplicates, rejected } = made.counts;
    expect(read).toBe(2000);
    expect(accepted + duplicates + rejected).toBe(read);
  });

  test("has the same records with the station added for the original pipeline", async () => {
    const lines = async (form: "api" | "with-station") =>
      readFileSync((await postFile(2000, form, folder)).path, "utf8").split("\n");
    const api = await lines("api");
    const besides = await lines("with-station");
    expect(besides.length).toBe(api.length);
    const pairs = api.flatMap((line, index) => {
      const whole = line.endsWith("}") && besides[index]?.endsWith("}");
      return whole ? [[line, besides[index] ?? ""] as const] : [];
    });
    expect(pairs.length).toBeGreaterThan(1990);
    for (const [line, more] of pairs) {
      const { station, ...rest } = z.looseObject({ station: z.string() }).parse(JSON.parse(more));
      expect(rest).toEqual(JSON.parse(line));
      expect(stations.map(({ name }) => name)).toContain(station);
    }
  });
});
