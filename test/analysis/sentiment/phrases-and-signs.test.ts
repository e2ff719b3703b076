import { describe, expect, test } from "vitest";
import { scoreText } from "../../../analysis/sentiment/score.ts";

/** All numbers are what Python's vaderSentiment 3.3.2 gives, on Python 3.11. */
function gives(cases: readonly (readonly [text: string, compound: number])[]): void {
  for (const [text, compound] of cases) expect(scoreText(text).compound, JSON.stringify(text)).toBe(compound);
}

describe("idioms", () => {
  test("count only for a fourth word and later", () => {
    gives([
      ["the shit", -0.5574],
      ["this is the shit", 0.6124],
      ["that is all the bomb", 0.6124],
      ["one two three bus stop fun", 0],
      ["to die for cake good", -0.25],
      ["what a bad ass guy", -0.25],
      ["oh well yeah right", 0.5106],
    ]);
  });

  test("count for a word in them and for the one after them", () => {
    gives([
      ["he is a kiss of death", -0.6124],
      ["oh my kiss of death", 0.0772],
      ["yeah right great", 0.743],
      ["my beating heart love", 0.7717],
    ]);
  });

  test("of the lexicon with a blank in them are never found", () => {
    gives([
      ["can't stand it", 0],
      ["fed up", 0],
    ]);
  });
});

describe("emoji", () => {
  test("are words, kept apart from what comes before them and not from what comes after", () => {
    gives([
      ["hi😀there", 0.3612],
      ["good😀", 0.6597],
      ["😀😁", 0.6705],
      ["❤", 0.6369],
      ["❤\ufe0f", 0],
      ["great®", 0.6249],
      ["\ud83d good \ude00", 0.4404],
    ]);
  });

  test("bring the marks of their words with them", () => {
    gives([["🆙 good", 0.4926]]);
  });
});

describe("words", () => {
  test("of two letters keep the punctuation that stands around them", () => {
    gives([
      ["ok!", 0],
      ["(ok)", 0],
      ["ok", 0.296],
    ]);
  });

  test("are parted where Python parts them", () => {
    gives([
      ["good\u001cbad", -0.1531],
      ["good\u0085bad", -0.1531],
      ["good\u00a0bad", -0.1531],
      ["good\ufeffbad", 0],
      ["good\u0000", 0],
    ]);
  });

  test("may be written with a Kelvin sign", () => {
    gives([
      ["\u212aind words", 0.5267],
      ["li\u212ae", 0.3612],
    ]);
  });
});

test("up to four exclamation marks count, and two question marks or more", () => {
  gives([
    ["!!!!! good", 0.6209],
    ["bad!!!!!", -0.6876],
    ["good?? ok", 0.6662],
    ["good ???", 0.533],
    ["good ????", 0.594],
  ]);
});
