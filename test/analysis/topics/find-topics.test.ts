import { expect, test } from "vitest";
import { encodePosts } from "../../../analysis/topics/encode.ts";
import { findTopics } from "../../../analysis/topics/find-topics.ts";
import { fillers, fillerWord, postsAt, rowsOf, termsOf, topicsOf } from "./topic-fixtures.ts";

const elsewhere = postsAt("Angel", fillers(60, "else"), 1000);

/** Texts that hold `term` and are no near-duplicates of each other. */
const about = (term: string, count: number, name = "about"): string[] =>
  fillers(count, name).map((filler) => `${filler}. ${term}`);

test("a row holds what people see of a topic", async () => {
  const posts = postsAt(
    "Bank",
    ["Oysters", "oyster", "OYSTERS!"].flatMap((term) => about(term, 2, term)),
    20,
  );
  expect(rowsOf(await topicsOf([...posts, ...elsewhere]), "Bank")).toEqual([
    {
      method: "distinctive",
      station: "Bank",
      rank: 1,
      term: "oysters",
      posts: 6,
      authors: 6,
      score: expect.closeTo(3.7, 0),
      examplePostId: "20",
    },
  ]);
});

test("of surface forms that are equally common the first in UTF-8 order is shown", async () => {
  const posts = postsAt(
    "Bank",
    ["trains", "training", "train", "train", "trains"].flatMap((w) => about(w, 1, w)),
  );
  const distinct = posts.map((post, index) => ({
    ...post,
    text: `${post.text} x${"abcde".charAt(index)}yz`,
  }));
  expect(termsOf(await topicsOf([...distinct, ...elsewhere]), "Bank")).toEqual(["train"]);
});

test("near-duplicates count once at each station, once in the city, and each time in the plain count", async () => {
  const spam = [
    "Win FREE oysters, now!",
    "win free oyster now 😍",
    "@you win, free oysters https://t.co/x 10 now",
  ];
  const posts = ["Bank", "Oval"].flatMap((station, index) =>
    postsAt(station, [...spam, ...spam, ...about("oysters", 2, station.toLowerCase())], 100 * (index + 1)),
  );
  const rows = await topicsOf([...posts, ...elsewhere]);
  const counts = (["Bank", null] as const).flatMap((station) =>
    (["distinctive", "count"] as const).map(
      (method) => rowsOf(rows, station, method).find(({ term }) => term === "oysters")?.posts,
    ),
  );
  expect(counts).toEqual([3, 8, 5, 16]);
});

test("what is posted at every station is no topic of any, however many texts it comes in", async () => {
  const stations = ["Bank", "Oval", "Angel", "Temple"];
  const spam = about("crypto", 8);
  const rows = await topicsOf(
    stations.flatMap((station, index) => [
      ...postsAt(station, spam, 1000 * index + 1),
      ...postsAt(station, fillers(20, station.toLowerCase()), 1000 * index + 500),
    ]),
  );
  for (const station of stations) expect(termsOf(rows, station)).toEqual([]);
});

test("words that belong together are shown as a phrase", async () => {
  const rows = await topicsOf([...postsAt("Bank", about("Borough Market", 6)), ...elsewhere]);
  expect(termsOf(rows, "Bank")).toEqual(["borough market"]);
  expect(rowsOf(rows, "Bank")[0]).toMatchObject({ posts: 6, authors: 6, examplePostId: "1" });
});

test("a phrase is one in all near-duplicates where it is one in any of them", async () => {
  const texts = about("borough market", 6);
  const apart = texts.map((text) => text.replace("borough market", "borough, market"));
  const rows = await topicsOf([...postsAt("Bank", apart, 1), ...postsAt("Bank", texts, 11), ...elsewhere]);
  expect(rowsOf(rows, "Bank")).toMatchObject([
    { term: "borough market", posts: 6, authors: 12, examplePostId: "1" },
  ]);
});

test("people are counted once, and what one person alone says is no topic", async () => {
  const by = (author: bigint, term: string, name: string) =>
    postsAt("Bank", about(term, 4, name), name.length * 50).map((post) => ({ ...post, author }));
  const rows = await topicsOf([
    ...by(7n, "oysters", "a"),
    ...by(8n, "oysters", "ab"),
    ...by(7n, "bridge", "abc"),
    ...by(0n, "cheese", "abcd"),
    ...by(9n, "lantern", "abcde"),
    ...by(0n, "lantern", "abcdef").slice(0, 1),
    ...elsewhere,
  ]);
  const authors = (method: "distinctive" | "count") =>
    Object.fromEntries(rowsOf(rows, "Bank", method).map((row) => [row.term, row.authors]));
  expect(authors("distinctive")).toEqual({ oysters: 2, cheese: null, lantern: 1 });
  expect(authors("count")).toEqual({ oysters: 2, bridge: 1, cheese: null, lantern: 1 });
  expect(rowsOf(rows, "Bank").map((row) => row.rank)).toEqual([1, 2, 3]);
});

test("a bot neither takes the place of what others say nor fills the list", async () => {
  const bot = (texts: string[], firstId: number) =>
    postsAt("Bank", texts, firstId).map((post) => ({ ...post, author: 7n }));
  const advertisement =
    "hiring. click, apply. retail associate, jobs careerarc, opening position, recommend anyone bio";
  const rows = await topicsOf([
    ...postsAt("Bank", about("oyster", 6), 20),
    ...bot(about("oyster bar", 6, "bar"), 100),
    ...bot(about(advertisement, 8, "hired"), 200),
    ...elsewhere,
  ]);
  expect(rowsOf(rows, "Bank")).toMatchObject([{ term: "oyster", posts: 12, authors: 7 }]);
});

test("a phrase counts once in a text, however often the text holds it", async () => {
  const texts = about("borough market, borough market; market, borough market", 6);
  const rows = await topicsOf([...postsAt("Bank", texts), ...elsewhere]);
  for (const station of ["Bank", null])
    expect(rowsOf(rows, station)[0]).toMatchObject({ term: "borough market", posts: 6 });
});

test("the time follows the length of the texts", { timeout: 8_000 }, async () => {
  const long = Array.from({ length: 100 }, (_, text) =>
    Array.from({ length: 1_900 }, (_, word) => `${fillerWord(10_000 * (text % 10) + word)} zzb`).join(" "),
  );
  expect(termsOf(await topicsOf([...postsAt("Bank", long), ...elsewhere]), "Bank")).toContain("zzb");
});

test("authors may have the largest id there is", async () => {
  const posts = postsAt("Bank", about("oysters", 4)).map((post, index) => ({
    ...post,
    author: 9_223_372_036_854_775_807n - BigInt(index % 2),
  }));
  expect(rowsOf(await topicsOf([...posts, ...elsewhere]), "Bank")[0]).toMatchObject({ authors: 2 });
});

test("the example is the numerically smallest id", async () => {
  const ids = [1_990_000_000_000_000_011n, 999n, 1_990_000_000_000_000_002n, 1000n];
  const posts = postsAt("Bank", about("oysters", 4)).map((post, index) => ({
    ...post,
    id: ids[index] ?? 0n,
  }));
  expect(rowsOf(await topicsOf([...posts, ...elsewhere]), "Bank")[0]).toMatchObject({ examplePostId: "999" });
});

test("posts without a station count for the city and as elsewhere", async () => {
  const posts = [
    ...postsAt("Bank", about("oysters", 4)),
    ...postsAt(null, about("cheese", 4, "unplaced"), 50),
  ];
  const rows = await topicsOf([...posts, ...postsAt(null, fillers(60, "else"), 1000)]);
  expect(termsOf(rows, "Bank")).toEqual(["oysters"]);
  expect(termsOf(rows, null)).toEqual(["cheese", "oysters"]);
});

test("the city comes first, then the stations in UTF-8 order", async () => {
  const names = ["Świt", "Bank", "\u{10428}", "\uffee"];
  const rows = await topicsOf([
    ...names.flatMap((station, index) =>
      postsAt(station, about(`topic${"abcd".charAt(index)}`, 4), 100 * index + 1),
    ),
    ...elsewhere,
  ]);
  const order = [...new Set(rows.map((row) => row.station))];
  expect(order).toEqual([null, "Bank", "Świt", "\uffee", "\u{10428}"]);
});

test("words of any script, and words that JavaScript's objects know, are topics like others", async () => {
  const rows = await topicsOf([
    ...["Москва", "東京都", "constructor", "__proto__"].flatMap((term, index) =>
      postsAt("Bank", about(term, 4, "abcd".charAt(index)), 100 * index + 1),
    ),
    ...elsewhere,
  ]);
  expect(termsOf(rows, "Bank").toSorted()).toEqual(["constructor", "proto", "москва", "東京都"]);
});

test("no posts, one post, emoji alone and one station alone have no distinctive topics", async () => {
  expect(await findTopics(() => [])).toEqual([]);
  expect(await topicsOf([])).toEqual([]);
  expect(await topicsOf(postsAt("Bank", ["oysters"]))).toEqual([]);
  expect(await topicsOf(postsAt("Bank", Array(9).fill("😍😍")))).toEqual([]);
  expect(rowsOf(await topicsOf(postsAt("Bank", about("oysters", 9))), "Bank")).toEqual([]);
});

test("parts that are other ones at the second reading are refused", async () => {
  const part = encodePosts([...postsAt("Bank", about("oysters", 4)), ...elsewhere]);
  let reading = 0;
  await expect(findTopics(() => (reading++ === 0 ? [part] : []))).rejects.toThrow("not those in which");
});
