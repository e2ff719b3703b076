import { describe, expect, test } from "vitest";
import { isEmphasised, type Tokens, tokeniser, wordAt } from "../../../analysis/sentiment/tokenise.ts";
import { isNegation, UNKNOWN, wordNumber } from "../../../analysis/sentiment/vocabulary.ts";

const tokenise = tokeniser();

const wordsOf = (tokens: Tokens): number[] => [...tokens.words.subarray(0, tokens.count)];
const numbersOf = (...words: string[]): number[] => words.map(wordNumber);

describe("a token", () => {
  test("is a word without the punctuation around it, and with that inside", () => {
    expect(wordsOf(tokenise(`"Great" love... can't (bad)!`))).toEqual(
      numbersOf("great", "love", "can't", "bad"),
    );
  });

  test("keeps its punctuation where two characters or fewer would be left", () => {
    expect(wordsOf(tokenise("ok! :) no. so"))).toEqual([
      UNKNOWN,
      wordNumber(":)"),
      UNKNOWN,
      wordNumber("so"),
    ]);
    expect(wordsOf(tokenise("ok no"))).toEqual(numbersOf("ok", "no"));
  });

  test("is the same word in any case, with the Kelvin sign for a k as well", () => {
    expect(wordsOf(tokenise("GOOD gOoD \u212aind LI\u212aE"))).toEqual(
      numbersOf("good", "good", "kind", "like"),
    );
  });

  test("with n't anywhere in it is a negation", () => {
    expect(isNegation(wordAt(tokenise("xn'ty"), 0))).toBe(true);
    expect(isNegation(wordAt(tokenise("ÜN'T!"), 0))).toBe(true);
    expect(isNegation(wordAt(tokenise("'n' 'ts n' t"), 0))).toBe(false);
    expect(isNegation(wordAt(tokenise("n' t"), 0))).toBe(false);
  });

  test("longer than any word is none, however long", () => {
    expect(wordsOf(tokenise(`good${"d".repeat(1000)} (${"!".repeat(1000)})`))).toEqual([UNKNOWN, UNKNOWN]);
  });
});

describe("a text", () => {
  test("is split where Python splits", () => {
    const spaces =
      "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000";
    for (const space of spaces) expect(tokenise(`good${space}bad`).count, JSON.stringify(space)).toBe(2);
    for (const letter of "\ufeff\u200b\u180e\u0000\u2060") expect(tokenise(`good${letter}bad`).count).toBe(1);
  });

  test("of blanks has no tokens", () => {
    expect(tokenise("").count).toBe(0);
    expect(tokenise(" \n\t\u3000").count).toBe(0);
  });

  test("may have more tokens than the last one, or fewer", () => {
    expect(tokenise("good ".repeat(1000)).count).toBe(1000);
    expect(wordsOf(tokenise("bad day"))).toEqual([wordNumber("bad"), UNKNOWN]);
  });

  test("has its exclamation and question marks counted, wherever they stand", () => {
    const { exclamationMarks, questionMarks } = tokenise("!a!b! ?? wh?y !?");
    expect({ exclamationMarks, questionMarks }).toEqual({ exclamationMarks: 4, questionMarks: 4 });
  });
});

describe("capitals", () => {
  const emphasised = (text: string): boolean => isEmphasised(tokenise(text), 0);

  test("stand for emphasis where some words have them and some do not", () => {
    expect(emphasised("GOOD day")).toBe(true);
    expect(emphasised("GOOD DAY")).toBe(false);
    expect(emphasised("good DAY")).toBe(false);
    expect(emphasised("GOOD :)")).toBe(true);
  });

  test.each([
    ["I", true],
    [":D", true],
    ["N2", true],
    ["12", false],
    [":)", false],
    ["ÄRGER", true],
    ["ÄRGERß", false],
    ["\u{1d400}\u{1d401}", true],
    ["\u{1d41a}A", false],
    ["ǅA", false],
    ["Aª", false],
    ["日本", false],
    ["日本A", true],
    ["Ꭰ", true],
  ])("are what Python's isupper takes for them: %s, %s", (word, expected) => {
    expect(emphasised(`${word} day`)).toBe(expected);
  });
});
