import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { isCapitals } from "../../../analysis/sentiment/characters.ts";
import emoji from "../../../analysis/sentiment/lexicon/emoji.json" with { type: "json" };
import { RATINGS } from "../../../analysis/sentiment/lexicon/ratings.ts";
import { tokeniser } from "../../../analysis/sentiment/tokenise.ts";
import { realTexts } from "../../../bench/python/real-texts.ts";
import { depth, REPEAT, SEED } from "../../support/depth.ts";
import { differencesFromPython, runPython } from "./python-scores.ts";
import { randomTexts } from "./random-texts.ts";

const TEXTS = depth({ usual: 10_000, deep: 1_000_000 });
const CHUNK = 20_000;

/** The first use of Python installs its packages. */
const TIMEOUT_MS = 300_000;

test(`${TEXTS} random texts score as in Python, to the last digit`, {
  timeout: TIMEOUT_MS + TEXTS * 10,
}, async () => {
  for (let from = 0; from < TEXTS; from += CHUNK) {
    const texts = [...randomTexts(SEED * 1_000_003 + from, Math.min(CHUNK, TEXTS - from))];
    expect((await differencesFromPython(texts)).slice(0, 5), REPEAT).toEqual([]);
  }
});

test("the tweets, reviews and editorials that VADER was evaluated on score as in Python", {
  timeout: TIMEOUT_MS,
}, async () => {
  const texts = await realTexts(["tweets", "products", "films", "editorials"]);
  expect(texts.length).toBeGreaterThan(20_000);
  expect((await differencesFromPython(texts)).slice(0, 5)).toEqual([]);
});

test("each character is a capital, a small letter or a space where it is one in Python 3.11", {
  timeout: TIMEOUT_MS,
}, async () => {
  const script = fileURLToPath(new URL("characters.py", import.meta.url));
  const [unicode, python = ""] = (await runPython([script])).split("\n");
  const differing: string[] = [];
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    // Python 3.10 does not know yet what came with Unicode 14.
    if (unicode === "13.0.0" && CASED_IN_UNICODE_14.test(String.fromCodePoint(codePoint))) continue;
    if (kindOf(codePoint) !== python[codePoint]) differing.push(codePoint.toString(16));
  }
  expect(differing).toEqual([]);
});

const CASED_IN_UNICODE_14 =
  /[\u2c2f\u2c5f\ua7c0\ua7c1\ua7d0-\ua7d9\u{10570}-\u{105bc}\u{10780}-\u{107ba}\u{1df00}-\u{1df1e}]/u;

const tokenise = tokeniser();

function kindOf(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  if (isCapitals(character)) return "U";
  if (!isCapitals(`A${character}`)) return "L";
  return tokenise(`a${character}b`).count === 2 ? "S" : "-";
}

describe("the lexicons", () => {
  test("are those of the Python package", { timeout: TIMEOUT_MS }, async () => {
    const script = fileURLToPath(new URL("../../../analysis/sentiment/lexicon/make.py", import.meta.url));
    expect(JSON.parse(await runPython([script, "--print"]))).toEqual({ ratings: RATINGS, emoji });
  });
});
