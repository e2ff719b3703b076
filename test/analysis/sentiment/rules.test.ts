import { describe, expect, test } from "vitest";
import { scoreText } from "../../../analysis/sentiment/score.ts";

/** All numbers are what Python's vaderSentiment 3.3.2 gives, on Python 3.11. */
function gives(cases: readonly (readonly [text: string, compound: number])[]): void {
  for (const [text, compound] of cases) expect(scoreText(text).compound, JSON.stringify(text)).toBe(compound);
}

describe("capitals", () => {
  test("stand for emphasis where other words have none, in any alphabet", () => {
    gives([
      ["The GOOD, the BAD", -0.1531],
      ["GOOD \u{1d400}\u{1d401}", 0.4404],
      ["ÄRGER good", 0.4404],
      ["GREAT ǅA", 0.7034],
    ]);
  });

  test("an emoticon with a letter and the word I are in capitals", () => {
    gives([
      ["I love :D", 0.8494],
      ["GOOD :D", 0.7351],
    ]);
  });
});

describe("degree adverbs", () => {
  test("raise or damp the word after them, more so in capitals", () => {
    gives([
      ["VERY good", 0.6028],
      ["VERY bad", -0.6732],
      ["not VERY good", -0.488],
      ["barely good", 0.3832],
      ["good very", 0.4404],
    ]);
  });

  test("of two words damp only where a word stands before them", () => {
    gives([
      ["kind of good", 0.4404],
      ["it was kind of good", 0.3832],
      ["sort of good", 0.4404],
      ["it is just enough good", 0.3832],
    ]);
  });

  test("kind of is no kindness", () => {
    gives([["she is kind of him", 0]]);
  });
});

describe("negation", () => {
  test("is n't anywhere in a word and in any case, but not with a typographic apostrophe", () => {
    gives([
      ["xn't good", -0.3412],
      ["shouldN'T be good", -0.3412],
      ["uh-uh good", -0.3412],
      ["don\u2019t good", 0.4404],
    ]);
  });

  test("never so is praise, and so or this alone is where it stands just before the fourth word", () => {
    gives([
      ["never so good", 0.5777],
      ["the one so good", 0.5777],
      ["never this good", 0.5228],
      ["this is this good", 0.5228],
    ]);
  });

  test("without doubt is none", () => {
    gives([
      ["without doubt good", 0.6136],
      ["not without a doubt good", 0.2683],
      ["without doubt so good", 0.7051],
    ]);
  });

  test("no negates a word of the lexicon near by, and else has a valence of its own", () => {
    gives([
      ["no", -0.296],
      ["No.", 0],
      ["no good", -0.3412],
      ["no real good", -0.5583],
      ["no good or great", -0.6908],
      ["no wit nor fun", 0.0154],
      ["no no good", -0.1326],
    ]);
  });

  test("least negates, but at least and very least do not", () => {
    gives([
      ["least good", -0.3412],
      ["the least good", -0.3412],
      ["at least good", 0.4404],
      ["very least good", 0.4902],
      ["least least good", -0.3412],
    ]);
  });
});

describe("but", () => {
  test("halves what comes before it, in any case, and only the first one counts", () => {
    gives([
      ["good BUT bad", -0.5859],
      ["good but but bad", -0.5859],
      ["but good", 0.5927],
    ]);
  });

  test("changes the first of equal valences, as the reference's list does", () => {
    gives([
      ["good good bad but good", 0.6705],
      ["love like love but bad", 0.0516],
      ["fun fun sad but fun fun sad fun", 0.9091],
    ]);
  });
});
