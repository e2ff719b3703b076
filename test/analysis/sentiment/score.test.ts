import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scoreText } from "../../../analysis/sentiment/score.ts";

describe("the sentences of vaderSentiment's README", () => {
  test.each([
    ["VADER is smart, handsome, and funny.", 0.8316],
    ["VADER is smart, handsome, and funny!", 0.8439],
    ["VADER is very smart, handsome, and funny.", 0.8545],
    ["VADER is VERY SMART, handsome, and FUNNY.", 0.9227],
    ["VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342],
    ["VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", 0.9469],
    ["VADER is not smart, handsome, nor funny.", -0.7424],
    ["The book was good.", 0.4404],
    ["At least it isn't a horrible book.", 0.431],
    ["The book was only kind of good.", 0.3832],
    ["The plot was good, but the characters are uncompelling and the dialog is not great.", -0.7042],
    ["Today SUX!", -0.5461],
    ["Today only kinda sux! But I'll get by, lol", 0.5249],
    ["Make sure you :) or :D today!", 0.8633],
    ["Catch utf-8 emoji such as such as 💘 and 💋 and 😁", 0.875],
    ["Not bad at all", 0.431],
  ])("%s has the compound %d", (text, compound) => {
    expect(scoreText(text).compound).toBe(compound);
  });
});

test("quoted punctuation does not hide a word", () => {
  expect(scoreText('"great" service...').compound).toBe(0.6249);
});

test.each([
  ["The book was good.", { compound: 0.4404, neg: 0, neu: 0.508, pos: 0.492 }],
  ["VADER is smart, handsome, and funny!", { compound: 0.8439, neg: 0, neu: 0.248, pos: 0.752 }],
  ["Today SUX!", { compound: -0.5461, neg: 0.779, neu: 0.221, pos: 0 }],
])("the shares of %s are those that vaderSentiment's README gives", (text, scores) => {
  expect(scoreText(text)).toEqual(scores);
});

test("a share half way between two decimals goes to the even one", () => {
  // ":)" has the valence 2 and counts as 3, a neutral word as 1: 3 of 48 is 1/16.
  const { neu, pos } = scoreText(`:) ${"word ".repeat(45)}`);
  expect({ neu, pos }).toEqual({ neu: 0.938, pos: 0.062 });
});

test("texts without words score zero", () => {
  const nothing = { compound: 0, neg: 0, neu: 0, pos: 0 };
  expect(scoreText("")).toEqual(nothing);
  expect(scoreText(" \n")).toEqual(nothing);
});

test("words that JavaScript's objects know are ordinary words", () => {
  expect(scoreText("constructor toString __proto__ hasOwnProperty valueOf").neu).toBe(1);
});

test("no text throws, and all scores are in their ranges", () => {
  const word = fc.constantFrom("good", "NOT", "but", "kind", "of", "least", "very", ":)", "😀", "n't", "!?");
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map((u) => String.fromCharCode(...u)),
  );
  fc.assert(
    fc.property(text, (text) => {
      const { compound, neg, neu, pos } = scoreText(text);
      expect(Math.abs(compound)).toBeLessThanOrEqual(1);
      for (const share of [neg, neu, pos]) expect(share).toBeGreaterThanOrEqual(0);
      if (neg + neu + pos > 0) expect(neg + neu + pos).toBeCloseTo(1, 2);
    }),
    { seed: 1 },
  );
});
