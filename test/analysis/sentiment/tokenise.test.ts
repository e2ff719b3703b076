import { expect, test } from "vitest";
import { hasMixedCapitals, tokenise } from "../../../analysis/sentiment/tokenise.ts";

test("strips punctuation around a word and keeps it inside", () => {
  expect(tokenise(`"Great" service... isn't (bad)!`)).toEqual(["Great", "service", "isn't", "bad"]);
});

test("keeps a token whole where two characters or fewer would be left", () => {
  expect(tokenise("ok! :) :D I, no. a")).toEqual(["ok!", ":)", ":D", "I,", "no.", "a"]);
});

test("splits where Python splits", () => {
  expect(tokenise("a1b\u001cb1c\u0085c1d\u00a0d1e\u3000e1f\ufeffg")).toEqual([
    "a1b",
    "b1c",
    "c1d",
    "d1e",
    "e1f\ufeffg",
  ]);
});

test("finds no words in a text of blanks", () => {
  expect(tokenise(" \n\t ")).toEqual([]);
  expect(tokenise("")).toEqual([]);
});

test("capitals are mixed where some words have them and some do not", () => {
  expect(hasMixedCapitals(["GOOD", "day"])).toBe(true);
  expect(hasMixedCapitals(["GOOD", "DAY"])).toBe(false);
  expect(hasMixedCapitals(["good", "day"])).toBe(false);
  expect(hasMixedCapitals(["good", ":)", "12"])).toBe(false);
  expect(hasMixedCapitals(["ÄRGER", "x"])).toBe(true);
});
