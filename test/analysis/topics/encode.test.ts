import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePosts, withoutPosts } from "../../../analysis/topics/encode.ts";
import { postsAt, wordsOfPart } from "./topic-fixtures.ts";

/** The countable words of a text; a + where a word follows the one before it. */
function read(text: string): string {
  const part = encodePosts(postsAt(null, [text]));
  const words = wordsOfPart(part);
  return Array.from(part.tokens, (token) => {
    const word = words[token >>> 1] ?? "";
    return token & 1 ? `+${word}` : word;
  }).join(" ");
}

test("a word follows another one across one blank or one hyphen, and nothing else", () => {
  expect(read("borough market")).toBe("borough +market");
  expect(read("street-food stalls")).toBe("street +food +stalls");
  for (const between of [". ", ", ", "\n", "  ", " - ", " #", " / ", " 😍 ", " & ", " &amp; ", "… "])
    expect(read(`borough${between}market`)).toBe("borough market");
});

test("what is taken out between two words keeps them apart", () => {
  for (const out of ["@someone", "https://t.co/abc", "the", "10", "ok", "don't", "x".repeat(41)])
    expect(read(`borough ${out} market`)).toBe("borough market");
});

test("leaves out URLs, @names, stop words, short words and numbers", () => {
  expect(read("The market at 10:30 https://t.co/market @market is on, #Sunday 2012 ok 24h")).toBe(
    "market sunday",
  );
});

test("leaves out what apps write", () => {
  expect(read("Just posted a photo @ London, United Kingdom")).toBe("london");
  expect(read("I'm at Barbican (w/ 3 others)")).toBe("barbican");
  expect(read("RT @someone: a photo that I posted")).toBe("photo posted");
});

test("leaves out contractions and the end of a possessive", () => {
  expect(read("I’m sure they'd say it's the shop's, don't you? It isn’t")).toBe("sure say shop");
});

test("half a character is no letter, and keeps words apart", () => {
  expect(read("oyster\udc00 borough \udc00 market \ud83d")).toBe("oyster borough market");
});

test("a hashtag counts without its #, and stays one word", () => {
  expect(read("#Arsenal #notting_hill o'clock")).toBe("arsenal notting_hill +o'clock");
});

test("reads letters of any script, and one letter written in two ways as one", () => {
  expect(read("Café cafe\u0301 𝗰𝗼𝗳𝗳𝗲𝗲 Żurek Москва 𐐨𐐨𐐨 ﬁsh")).toBe(
    "café +café +coffee +żurek +москва +𐐨𐐨𐐨 +fish",
  );
});

test("escaped characters and emoji are no words", () => {
  expect(read("fish &amp; chips &lt;3 😍😍😍 1️⃣2️⃣3️⃣")).toBe("fish chips");
});

test("posts without a countable word are left out", () => {
  const encoded = encodePosts(postsAt("Bank", ["😍", "", "market", "on the 10th", "@all https://t.co/x"], 7));
  expect(encoded).toMatchObject({ ids: BigUint64Array.of(9n), letters: "market", stations: ["Bank"] });
});

test("the parts of a post stand in their columns", () => {
  const encoded = encodePosts([
    ...postsAt("Bank", ["market day", "😍"], 5),
    { id: 8n, author: 0n, station: null, text: "rain" },
  ]);
  expect(encoded).toEqual({
    letters: "marketdayrain",
    wordEnds: Uint32Array.of(6, 9, 13),
    stations: ["Bank"],
    indexes: Uint32Array.of(0, 2),
    ids: BigUint64Array.of(5n, 8n),
    authors: BigUint64Array.of(1_000_005n, 0n),
    stationOf: Uint16Array.of(1, 0),
    lengths: Uint32Array.of(2, 1),
    tokens: Uint32Array.of(0, 3, 4),
  });
});

/** Mostly of the scripts that posts are written in; lone surrogates are among them. */
const codePoint = fc.oneof(
  fc.integer({ min: 0, max: 0x24f }),
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0, max: 0x10ffff }),
);

test("no text throws or is slow, and every word has three letters", { timeout: 5_000 }, () => {
  expect(read("x".repeat(25_000))).toBe("");
  expect(read("a'".repeat(12_500))).toBe("");
  fc.assert(
    fc.property(fc.array(codePoint, { maxLength: 200 }), (codePoints) => {
      const text = String.fromCodePoint(...codePoints);
      for (const word of wordsOfPart(encodePosts(postsAt(null, [text]))))
        expect(word).toMatch(/(?:\p{L}.*){3}/su);
    }),
    { seed: 5 },
  );
});

/** The posts of a part with their words written out. */
function written(part: ReturnType<typeof encodePosts>) {
  const words = wordsOfPart(part);
  let start = 0;
  return Array.from(part.lengths, (length, post) => {
    const tokens = Array.from(part.tokens.subarray(start, start + length));
    start += length;
    return {
      id: part.ids[post],
      author: part.authors[post],
      station: part.stations[(part.stationOf[post] ?? 0) - 1],
      words: tokens.map((token) => `${token % 2 === 1 ? "-" : ""}${words[token >>> 1]}`),
    };
  });
}

test("a part without posts is the part of the others, the index of each counted before those without words go", () => {
  const anyPosts = fc.array(fc.constantFrom("market day", "😍", "big wheel, big fun", "", "night train"));
  fc.assert(
    fc.property(anyPosts, fc.uniqueArray(fc.nat(8)), (texts, indexes) => {
      const posts = postsAt("Bank", texts, 1);
      const superseded = new Set(indexes);
      const others = posts.filter((_, index) => !superseded.has(index));
      expect(written(withoutPosts(encodePosts(posts), superseded))).toEqual(written(encodePosts(others)));
    }),
  );
});
