import fc from "fast-check";
import { expect, test } from "vitest";
import { encodePosts, withoutPosts } from "../../../analysis/topics/encode.ts";
import { postsAt, wordsOfPart } from "./topic-fixtures.ts";

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
