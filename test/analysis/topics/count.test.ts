import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CountedPost,
  mergeCounts,
  type SerialisedCounts,
  topicCounter,
} from "../../../analysis/topics/count.ts";

function count(posts: readonly CountedPost[]): SerialisedCounts {
  const counter = topicCounter();
  for (const post of posts) counter.add(post);
  return counter.counts();
}

test("counts posts, not words, for the station and for the city", () => {
  const counts = count([
    { id: "10", text: "market market markets", station: "Angel" },
    { id: "9", text: "Markets!", station: null },
  ]);
  expect(counts).toEqual([
    {
      station: null,
      terms: [
        {
          term: "market",
          posts: 2,
          surfaces: [
            ["market", 1],
            ["markets", 1],
          ],
          examplePostId: "9",
        },
      ],
    },
    {
      station: "Angel",
      terms: [{ term: "market", posts: 1, surfaces: [["market", 1]], examplePostId: "10" }],
    },
  ]);
});

test("the words of a station's own name do not count there", () => {
  const counts = count([{ id: "1", text: "Angel market", station: "Angel" }]);
  expect(counts.flatMap(({ terms }) => terms.map(({ term }) => term))).toEqual(["market", "market"]);
});

test("the example is the numerically smallest id", () => {
  const ids = ["1990000000000000011", "999", "1990000000000000002", "1000"];
  const [city] = count(ids.map((id) => ({ id, text: "market", station: null })));
  expect(city?.terms[0]?.examplePostId).toBe("999");
});

test("words that JavaScript's objects know are counted like others", () => {
  const [city] = count([{ id: "1", text: "constructor __proto__ proto", station: null }]);
  expect(city?.terms.map(({ posts }) => posts)).toEqual([1, 1]);
});

test("no posts give no counts", () => {
  expect(count([])).toEqual([]);
  expect(mergeCounts([])).toEqual([]);
  expect(mergeCounts([[], []])).toEqual([]);
});

const texts = fc
  .array(fc.constantFrom("market", "markets", "train", "trains", "ﬁsh", "żurek", "𐐨𐐨𐐨"), { maxLength: 5 })
  .map((words) => words.join(" "));
const posts = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 1, max: 10_000 }).map(String),
    text: texts,
    station: fc.constantFrom(null, "Angel", "Bank", "Świt"),
  }),
  { selector: (post) => post.id, maxLength: 30 },
);

test("in whatever order and in however many parts, the counts are the same bytes", () => {
  fc.assert(
    fc.property(posts, fc.array(fc.nat(30), { maxLength: 4 }), (all, cuts) => {
      const reversed = all.toReversed();
      const bounds = [0, ...cuts.toSorted((left, right) => left - right), reversed.length];
      const parts = bounds.slice(1).map((end, index) => count(reversed.slice(bounds[index], end)));
      expect(JSON.stringify(mergeCounts(parts))).toBe(JSON.stringify(count(all)));
    }),
    { seed: 11 },
  );
});

test("counts survive a round trip through JSON", () => {
  fc.assert(
    fc.property(posts, (all) => {
      const counts = count(all);
      const read: SerialisedCounts = JSON.parse(JSON.stringify(counts));
      expect(mergeCounts([read])).toEqual(counts);
    }),
    { seed: 12 },
  );
});
