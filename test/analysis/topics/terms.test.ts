import fc from "fast-check";
import { expect, test } from "vitest";
import { countableTerms } from "../../../analysis/topics/terms.ts";

const surfaces = (text: string, ...ownNames: string[]): string[] => [
  ...countableTerms(text, ownNames).values(),
];

test("leaves out URLs, @names, stop words, short words, numbers and London", () => {
  expect(surfaces("The market at 10:30 https://t.co/market @market is on, #London 2012 ok 24h")).toEqual([
    "market",
  ]);
});

test("words with the same stem are one term, shown as the first of them", () => {
  expect(countableTerms("Trains, training: a train", [])).toEqual(new Map([["train", "trains"]]));
});

test("leaves out the words of the place's own name in all their forms", () => {
  expect(surfaces("Kings Cross: king’s crossing at St Pancras market", "King's Cross St. Pancras")).toEqual([
    "market",
  ]);
});

test("leaves out what apps write", () => {
  expect(surfaces("Just posted a photo @ London, United Kingdom")).toEqual([]);
  expect(surfaces("I'm at Barbican (w/ 3 others)")).toEqual(["barbican"]);
  expect(surfaces("a photo that I posted")).toEqual(["photo", "posted"]);
});

test("leaves out contractions and the end of a possessive", () => {
  expect(surfaces("I’m sure they'd say it's the shop's, don't you? It isn’t")).toEqual([
    "sure",
    "say",
    "shop",
  ]);
});

test("a hashtag counts without its #", () => {
  expect(surfaces("#Arsenal #notting_hill")).toEqual(["arsenal", "notting_hill"]);
});

test("reads letters of any script, and one letter written in two ways as one", () => {
  expect(surfaces("Café cafe\u0301 𝗰𝗼𝗳𝗳𝗲𝗲 Żurek Москва")).toEqual(["café", "coffee", "żurek", "москва"]);
});

test("escaped characters and emoji are no words", () => {
  expect(surfaces("fish &amp; chips &lt;3 😍😍😍 1️⃣2️⃣3️⃣")).toEqual(["fish", "chips"]);
});

test("no text throws or is slow, and every term is a word of three letters or more", {
  timeout: 5_000,
}, () => {
  expect(surfaces("x".repeat(25_000))).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      for (const surface of surfaces(text)) expect(surface).toMatch(/(?:\p{L}.*){3}/su);
      expect(surfaces(text, text)).toEqual([]);
    }),
    { seed: 5 },
  );
});
