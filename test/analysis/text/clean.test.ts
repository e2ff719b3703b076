import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanText } from "../../../analysis/text/clean.ts";
import { awkwardText } from "./awkward-texts.ts";
import { growth, LINEAR } from "./growth.ts";
import { cleanByPattern } from "./reference.ts";

/** Blanks carry no meaning, so a test compares what lies between them. */
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

test.each([
  ["a URL with a scheme", "see https://x.org/a?b=1#c now", "see now"],
  ["a URL in capitals", "see HTTP://X.ORG now", "see now"],
  ["a URL without a scheme", "see www.x.org/a now", "see now"],
  ["X's short links", "one t.co/aB1 two pic.twitter.com/xYz three", "one two three"],
  ["a cut-off URL", "more at https://t.c… bye", "more at … bye"],
  ["an @name", "@anonymous thanks @a_1", "thanks"],
  ["an @name after a full stop", ".@anonymous said", ". said"],
  ["a name with its server", "thanks @a@b.social !", "thanks !"],
  ["a full-width @", "thanks ＠bob !", "thanks !"],
])("takes %s out", (_, text, cleaned) => {
  expect(words(cleanText(text))).toEqual(words(cleaned));
});

test.each([
  "I LOVE this!!! :) :D <3 😍 ❤️",
  "mail me@example.org or first.last@example.co.uk",
  "b@d f@ce @_@ :@ @}-;-'---",
  "coffee @ Bank, at 5pm",
  "Http is a word, www too",
  "not.co/mparable and at.co/x",
  "two\nlines\tand  blanks",
  "\ud800 alone \udc00",
  "",
])("leaves %j as it is", (text) => {
  expect(cleanText(text)).toBe(text);
});

test("leaves a sentence's punctuation and emoticons behind a URL", () => {
  expect(words(cleanText("Great (see www.x.org)! Bad http://x.org/a:("))).toEqual(
    words("Great (see )! Bad :("),
  );
  expect(words(cleanText("https://t.co/abc😀"))).toEqual(["😀"]);
});

test("never makes one word of two", () => {
  expect(words(cleanText("good@anonymous"))).toEqual(["good@anonymous"]);
  expect(words(cleanText("good!@anonymous!bad"))).toEqual(["good!", "!bad"]);
  expect(words(cleanText("goodhttps://x.org bad"))).toEqual(["good", "bad"]);
});

test("gives what its regular expression gives for any text", () => {
  let changed = 0;
  fc.assert(
    fc.property(awkwardText(["London", "King's Cross"]), (text) => {
      const expected = cleanByPattern(text);
      if (expected !== text) changed++;
      expect(cleanText(text)).toBe(expected);
    }),
    { seed: 5, numRuns: 20_000 },
  );
  expect(changed).toBeGreaterThan(6000);
});

test.each([
  ["@"],
  ["@a@"],
  ["@_"],
  ["@a@b."],
  ["http://"],
  ["https://x.org"],
  ["www."],
  ["t.co/"],
  ["http://x.org!!! "],
  ["."],
  ["-"],
  ["/"],
  ["word "],
  ["w"],
  ["＠＠é"],
])("takes a time in proportion to the length of %j repeated", (part) => {
  expect(growth(cleanText, part)).toBeLessThan(LINEAR);
  expect(growth(cleanText, part, "http://")).toBeLessThan(LINEAR);
  expect(growth(cleanText, part, "@a")).toBeLessThan(LINEAR);
});
