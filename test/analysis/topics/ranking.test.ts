import { expect, test } from "vitest";
import { withoutNearDuplicates, wordTexts } from "../../../analysis/topics/near-duplicates.ts";
import {
  dirichletPriorLogOdds,
  rankCity,
  rankCommonest,
  rankStation,
} from "../../../analysis/topics/ranking.ts";
import { nameStems } from "../../../analysis/topics/uninformative-words.ts";

type Count = readonly [term: string, texts: number, everywhere?: number];

const countsOf = (counts: readonly Count[]) =>
  counts.map(([term, texts, everywhere = texts]) => ({ term, texts, everywhere }));

/** The terms found at a station with 200 texts of 60,000. */
const found = (counts: readonly Count[], station = "Bank", top = 10): string[] => {
  const terms = countsOf(counts);
  const ranked = rankStation({ station, texts: { here: 200, everywhere: 60_000 }, terms });
  return withoutNearDuplicates(ranked, wordTexts(ranked, terms), top).map(({ term }) => term);
};

test("what is said here more than elsewhere comes before what is said more often", () => {
  expect(
    found([
      ["rain", 30, 6000],
      ["oyster", 10, 14],
      ["cheese", 12, 200],
    ]),
  ).toEqual(["oyster", "cheese"]);
});

test("what is as common elsewhere is no topic, nor is what three texts do not hold", () => {
  expect(found([["rain", 20, 6000]])).toEqual([]);
  expect(found([["oyster", 2]])).toEqual([]);
  expect(found([["oyster", 3]])).toEqual(["oyster"]);
});

test("of equal terms the first in UTF-8 order comes first, in whatever order they are given", () => {
  const terms: Count[] = ["\u{10428}", "\uffee", "zebra", "apple"].map((term) => [term, 10]);
  expect(found(terms)).toEqual(["apple", "zebra", "\uffee", "\u{10428}"]);
  expect(found(terms.toReversed())).toEqual(["apple", "zebra", "\uffee", "\u{10428}"]);
});

test("the words of the station's own name are no topic there, alone, run together or side by side", () => {
  const terms: Count[] = [
    "camden",
    "town",
    "camdentown",
    "camden town",
    "london",
    "camden market",
    "gig",
  ].map((term) => [term, 10]);
  expect(found(terms, "Camden Town")).toEqual(["camden market", "gig"]);
  expect(found([["king cross", 9]], "King's Cross St. Pancras")).toEqual([]);
  expect(found([["kingscross", 9]], "King's Cross St. Pancras")).toEqual([]);
  expect(found([["bakerstreet", 9]], "Baker Street")).toEqual([]);
});

test("a phrase stands for its words where it holds at least half of their texts", () => {
  expect(
    found([
      ["borough", 12],
      ["market", 20],
      ["borough market", 10],
    ]),
  ).toEqual(["borough market"]);
});

test("a word stays where less than half of its texts hold the phrase, which then says nothing new", () => {
  expect(
    found([
      ["market", 30],
      ["covered", 8],
      ["covered market", 8],
    ]),
  ).toEqual(["market"]);
});

test("of two phrases with a word in common the better one stays, where they must be in the same texts", () => {
  const words: Count[] = [
    ["notting", 12],
    ["hill", 12],
    ["carnival", 10],
  ];
  expect(found([...words, ["notting hill", 12], ["hill carnival", 10]])).toEqual(["notting hill"]);
  expect(
    found([
      ["punk", 10],
      ["gig", 20],
      ["sweaty", 10],
      ["punk gig", 10],
      ["sweaty gig", 10],
    ]),
  ).toEqual(["punk gig", "sweaty gig"]);
});

test("no more terms than asked for", () => {
  const terms: Count[] = Array.from({ length: 30 }, (_, index) => [`word${index}`, 10]);
  expect(found(terms)).toHaveLength(10);
  expect(found(terms, "Bank", 3)).toHaveLength(3);
});

test("the score is the z-score of the station against all other places", () => {
  const counts = { station: "Bank", texts: { here: 200, everywhere: 60_000 } };
  const usage = { here: 10, textsHere: 200, elsewhere: 4, textsElsewhere: 59_800 };
  expect(rankStation({ ...counts, terms: countsOf([["oyster", 10, 14]]) })).toEqual([
    { term: "oyster", texts: 10, score: dirichletPriorLogOdds(usage) },
  ]);
});

test("the city's topics are what most texts hold, without everyday words", () => {
  const terms = countsOf([
    ["love", 90],
    ["good", 80],
    ["london", 70],
    ["dai", 60],
    ["strike", 50],
    ["tube", 55],
    ["tube strike", 40],
    ["good dai", 30],
    ["marathon", 20],
    ["rare", 2],
  ]);
  const ranked = rankCity({ terms });
  const chosen = withoutNearDuplicates(ranked, wordTexts(ranked, terms));
  expect(chosen.map(({ term, score }) => [term, score])).toEqual([
    ["tube strike", 40],
    ["marathon", 20],
  ]);
});

test("the plain list is of the commonest words, london taken out before the choice", () => {
  const terms = countsOf(["london", "love", "b", "a", "c", "d", "e"].map((term, index) => [term, 9 - index]));
  expect(rankCommonest(terms).map(({ term }) => term)).toEqual(["love", "b", "a", "c", "d"]);
});

test("the words of a name are its own alone and run together, an & left out or as and", () => {
  for (const stem of ["eleph", "castl", "elephantcastl", "elephantandcastl", "london"])
    expect(nameStems("Elephant & Castle")).toContain(stem);
  expect(nameStems("Elephant & Castle")).not.toContain("and");
});
