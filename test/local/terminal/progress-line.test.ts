import { expect, test } from "vitest";
import { elapsed, progressLine } from "../../../local/terminal/progress-line.ts";

const SECOND = 1000;

test.each([
  [0, "0.0 s"],
  [-5, "0.0 s"],
  [12_340, "12.3 s"],
  [99_940, "99.9 s"],
  [99_990, "1m 39s"],
  [125 * SECOND, "2m 05s"],
  [5_999 * SECOND, "99m 59s"],
  [6_000 * SECOND, "1h 40m"],
  [24 * 3_600 * SECOND, "24h 00m"],
])("%i ms are %s, which fits into its column", (milliseconds, text) => {
  expect(elapsed(milliseconds)).toBe(text);
  expect(text.length).toBeLessThanOrEqual(7);
});

const LINE = {
  state: "Analyse",
  mark: "ok",
  milliseconds: 1_200,
  details: ["", "2,948 posts", "", "12 rejected"],
};

test("a line has the state's number among all, its time, and what is to be said of it", () => {
  expect(progressLine(LINE, ["ExtractPosts", "Analyse"])).toBe(
    " 2/2  Analyse             ok    1.2 s  2,948 posts, 12 rejected",
  );
});

test("a state outside of the way has no number, and keeps its column", () => {
  expect(progressLine({ ...LINE, details: [] }, ["CloseRun"])).toBe("      Analyse             ok    1.2 s");
});

test("a line is cut off before the screen's end", () => {
  const long = { ...LINE, details: ["x".repeat(300)] };
  expect(progressLine(long, ["Analyse"], { columns: 60 })).toHaveLength(58);
});
