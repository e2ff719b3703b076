import { describe, expect, test } from "vitest";
import { scoreText } from "../../../analysis/sentiment/score.ts";

/** Ten times the length must not take much more than ten times as long; what is quadratic takes a hundred times. */
const LENGTH = 40_000;
const GROWTH = 10;
const TOO_MUCH = 50;
/** What is quadratic is so each time; a busy machine is not. */
const RETRIES = 4;

const fill = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));

describe("the time follows the length of a text", () => {
  test.each([
    ["one word", "a"],
    ["one word in capitals", "A"],
    ["one word beyond ASCII", "日"],
    ["one word of surrogates", "\ud83d"],
    ["one word of apostrophes", "n't'"],
    ["only spaces", " \u3000"],
    ["only marks", "!"],
    ["only punctuation", "(-"],
    ["only emoji", "😀"],
    ["only joined emoji", "❤\ufe0f\u200d🔥"],
    ["only but", "but "],
    ["one valence over and over with a but", "good "],
    ["two valences of which one becomes the other", "okay fine bad "],
    ["words of the lexicon with all that changes them", "never so kind of VERY least no kiss of death "],
    ["short tokens", "a! :) "],
  ])("%s", { retry: RETRIES }, (_, piece) => {
    const short = `${fill(piece, LENGTH)} but good`;
    const long = `${fill(piece, LENGTH * GROWTH)} but good`;
    expect(quickest(() => scoreText(long))).toBeLessThan(
      TOO_MUCH *
        Math.max(
          quickest(() => scoreText(short)),
          0.1,
        ),
    );
  });
});

test("a million characters are no trouble", () => {
  expect(scoreText(`${"x".repeat(1_000_000)} good`).compound).toBe(0.4404);
  expect(scoreText("good ".repeat(200_000)).pos).toBe(1);
  // What long texts left behind does not show in the next one.
  expect(scoreText("The book was good.").compound).toBe(0.4404);
});

/** In milliseconds, the best of three, so that what else the machine does is left out. */
function quickest(work: () => void): number {
  const times = [0, 1, 2].map(() => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return Math.min(...times);
}
