import fc from "fast-check";
import { expect, test } from "vitest";
import { stemOf } from "../../../analysis/topics/countable-words.ts";
import { encodePosts, type TopicPost } from "../../../analysis/topics/encode.ts";
import { findTopics } from "../../../analysis/topics/find-topics.ts";
import { ranksFromStrings } from "./counts-from-strings.ts";
import { rowsOf, topicsOf } from "./topic-fixtures.ts";

/** Few words in many posts, so that near-duplicates, phrases, ties and echoes are frequent. */
const words = [
  "market",
  "markets",
  "borough",
  "Bank",
  "train",
  "training",
  "gig",
  "punk",
  "canal",
  "żurek",
  "London",
];
const text = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(" ", " ", " ", ", ", " the ", "-")), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.flat().join(""));
const posts: fc.Arbitrary<TopicPost[]> = fc
  .array(
    fc.record({
      text,
      station: fc.constantFrom(null, "Bank", "Angel", "Świt"),
      author: fc.constantFrom(0n, 1n, 2n, 3n),
    }),
    { minLength: 20, maxLength: 120, size: "max" },
  )
  .map((list) => list.map((post, index) => ({ ...post, id: BigInt(index + 1) })));

test("texts held as numbers give the ranks that counting strings gives", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(posts, async (all) => {
      const rows = await topicsOf(all.map((post) => ({ ...post, author: 0n })));
      for (const expected of ranksFromStrings(all))
        for (const method of ["distinctive", "count"] as const) {
          const found = rowsOf(rows, expected.station, method);
          compared += found.length;
          expect(
            found.map(({ term, posts, score }) => ({ term: stemsOf(term), texts: posts, score })),
          ).toEqual(expected[method].slice(0, 5));
        }
    }),
    { seed: 21, numRuns: 60 },
  );
  expect(compared).toBeGreaterThan(500);
});

const stemsOf = (term: string): string => term.split(" ").map(stemOf).join(" ");

test("the same posts give the same rows in whatever order and in however many parts, read as clones", async () => {
  await fc.assert(
    fc.asyncProperty(
      posts,
      fc.array(fc.nat(120), { maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
      async (all, cuts, order) => {
        const keys = new Map(all.map((post) => [post, order.next().value]));
        const shuffled = all.toSorted((left, right) => (keys.get(left) ?? 0) - (keys.get(right) ?? 0));
        const bounds = [0, ...cuts.toSorted((left, right) => left - right), all.length];
        const parts = bounds.slice(1).map((end, index) => encodePosts(shuffled.slice(bounds[index], end)));
        const read = async function* () {
          for (const part of parts) yield structuredClone(part);
        };
        expect(await findTopics(read)).toEqual(await topicsOf(all));
      },
    ),
    { seed: 22, numRuns: 30 },
  );
});
