import { expect, test } from "vitest";
import { scoreText } from "../../../analysis/sentiment/score.ts";
import { MASK, placeMasker } from "../../../analysis/text/mask.ts";

const mask = placeMasker([
  "Bank",
  "Oval",
  "Victoria",
  "Royal Victoria",
  "London Bridge",
  "King's Cross St. Pancras",
  "Elephant & Castle",
  "Harrow-on-the-Hill",
  "Great Portland Street",
  "Edgware Road (Bakerloo)",
  "Heathrow Terminals 1, 2, 3",
]);
/** In the tests below `_` stands for the mask, `#` for the mask in capitals. */
const masked = (text: string): string => text.replaceAll("_", MASK).replaceAll("#", MASK.toUpperCase());

test.each([
  ["Just posted a photo @ London, United Kingdom", "Just posted a photo @ _, _ _"],
  ["london, england; great britain", "_, _; _ _"],
  ["I love the UK", "I love the #"],
  ["great portland street is great", "_ _ _ is great"],
  ["LONDON'S calling, Londoners", "#'S calling, Londoners"],
  ["harrow on the hill", "_ _ _ _"],
  ["Elephant and Castle, elephant &amp; castle", "_ _ _, _ &_; _"],
  ["kings cross st pancras", "_ _ _ _"],
  ["King’s Cross St. Pancras", "_ _ _. _"],
  ["Edgware Road, Edgware Road (Bakerloo)", "_ _, _ _ (_)"],
  ["Heathrow Terminals 1, 2, 3", "_ _ _, _, _"],
])("masks the places in %j", (text, expected) => {
  expect(mask(text)).toBe(masked(expected));
});

test("masks the longest name that fits", () => {
  expect(mask("Royal Victoria, Victoria and london bridge")).toBe(masked("_ _, _ and _ _"));
});

test("masks a station's name of one word only where it is written just so", () => {
  expect(mask("At Bank, not at a bank; the Oval is oval; BANK")).toBe(
    masked("At _, not at a bank; the _ is oval; BANK"),
  );
});

test("masks whole words only", () => {
  const text = "Banker Ovaltine Victorian great Britons ukulele Bank_holiday";
  expect(mask(text)).toBe(text);
});

test("uses a word without a valence, in small letters and in capitals", () => {
  expect(scoreText(`${MASK} ${MASK.toUpperCase()}`).compound).toBe(0);
});

test("takes a place's mood away and leaves the writer's", () => {
  expect(scoreText(mask("Great Portland Street, United Kingdom")).compound).toBe(0);
  expect(scoreText(mask("London is GREAT!"))).toEqual(scoreText("Nowhereville is GREAT!"));
});

test("keeps the contrast of capitals as it was", () => {
  expect(scoreText(mask("LONDON IS GREAT"))).toEqual(scoreText("SOMEPLACE IS GREAT"));
});

test("without stations masks the city and the country", () => {
  expect(placeMasker([])("London Bank")).toBe(masked("_ Bank"));
});

test("takes names that hold a pattern's special characters as they are", () => {
  expect(placeMasker(["A+B [x] (y"])("a+b [x] (y and aab x y")).toBe(masked("_+_ [_] (_ and aab x y"));
});
