import { expect, test } from "vitest";
import type { TermCount } from "../../../analysis/topics/count.ts";
import { rankTopics } from "../../../analysis/topics/rank.ts";

const term = (name: string, posts: number): TermCount => ({
  term: `${name}-stem`,
  posts,
  surfaces: [[name, posts]],
  examplePostId: "7",
});

test("ranks by posts, then by the term's UTF-8 bytes", () => {
  const terms = ["\u{10428}", "\uffee", "zebra", "Zoo", "apple"].map((name) => term(name, 3));
  const rows = rankTopics([{ station: null, terms: [...terms, term("market", 4)] }], { top: 6 });
  expect(rows.map((row) => row.term)).toEqual(["market", "Zoo", "apple", "zebra", "\uffee", "\u{10428}"]);
  expect(rows.map((row) => row.rank)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a row holds the station, the score, the posts and an example", () => {
  expect(rankTopics([{ station: "Angel", terms: [term("market", 4)] }])).toEqual([
    { station: "Angel", rank: 1, term: "market", posts: 4, score: 4, examplePostId: "7" },
  ]);
});

test("a term needs two posts", () => {
  const rows = rankTopics([{ station: "Angel", terms: [term("once", 1), term("twice", 2)] }]);
  expect(rows.map((row) => row.term)).toEqual(["twice"]);
});

test("shows the commonest surface form, and of equals the first in UTF-8 order", () => {
  const surfaces = [
    ["trained", 1],
    ["training", 2],
    ["trains", 2],
  ] as const;
  const [row] = rankTopics([
    { station: null, terms: [{ term: "train", posts: 5, surfaces, examplePostId: "1" }] },
  ]);
  expect(row?.term).toBe("training");
});

test("keeps the top five of each station unless told otherwise", () => {
  const terms = ["a", "b", "c", "d", "e", "f"].map((name) => term(name, 2));
  const counts = [
    { station: null, terms },
    { station: "Angel", terms },
  ];
  expect(rankTopics(counts).map((row) => row.station)).toEqual([
    ...Array(5).fill(null),
    ...Array(5).fill("Angel"),
  ]);
  expect(rankTopics(counts, { top: 1 })).toHaveLength(2);
});
