import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scoreText } from "../../../analysis/sentiment/score.ts";
import { MASK, placeMasker } from "../../../analysis/text/mask.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../../local/bundled.ts";
import { awkwardText } from "./awkward-texts.ts";
import { maskByPattern } from "./reference.ts";

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
  const arrival = "Just posted a photo @ London, United Kingdom";
  expect(scoreText(arrival).compound).toBeGreaterThan(0);
  expect(scoreText(mask(arrival)).compound).toBe(0);
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

const stations = parseStations(readFileSync(BUNDLED_STATIONS), "stations.csv").map(({ name }) => name);
const ODD = [
  "A+B [x] (y",
  "(The) Angel",
  "Žižkov",
  "渋谷",
  "K",
  "S-K",
  "Ümläut Road",
  "Bank_x",
  "\u{1d400}bc",
];
const NESTED = ["Kew", "Kew Gardens", "St. K.", "Rock'", "King's", "King", "King & Queen"];

test.each([
  ["the bundled stations", stations],
  ["odd names", ODD],
  ["names that begin alike", NESTED],
  ["a name that begins with and", ["& Co"]],
  ["a name that begins with an apostrophe", ["'Tis"]],
  ["a name that begins with a full stop", [".Net"]],
  ["a name that begins with a hyphen", ["-Dash-"]],
])("gives what the pattern of all names gives for any text: %s", (_, names) => {
  const fast = placeMasker(names);
  const reference = maskByPattern(names);
  let changed = 0;
  fc.assert(
    fc.property(awkwardText([...names, "London", "United Kingdom"]), (text) => {
      const expected = reference(text);
      if (expected !== text) changed++;
      expect(fast(text)).toBe(expected);
    }),
    { seed: 6, numRuns: 6000 },
  );
  expect(changed).toBeGreaterThan(1500);
});
