import { expect, test } from "vitest";
import { describeProgress } from "../../../local/terminal/rate.ts";

const half = { done: 5_000_000, total: 10_000_000, unit: "records", since: 0 };

test.each([
  [500, "50 % of 10,000,000 records"],
  [50_000, "50 % of 10,000,000 records, 50 s left, 100,000/s"],
  [200_000, "50 % of 10,000,000 records, 3 min left, 25,000/s"],
  [7_200_000, "50 % of 10,000,000 records, 2 h left, 694/s"],
])("after %i ms half of ten million is: %s", (now, text) => {
  expect(describeProgress(half, now)).toBe(text);
});

test("without a total there is a rate, and nothing of what is left", () => {
  expect(describeProgress({ ...half, total: null }, 10_000)).toBe("5,000,000 records, 500,000/s");
});

test("nothing done, nothing to do, or more than there was to do are no faults", () => {
  expect(describeProgress({ ...half, done: 0 }, 10_000)).toBe("0 % of 10,000,000 records");
  expect(describeProgress({ ...half, done: 0, total: 0 }, 10_000)).toBe("0 records");
  expect(describeProgress({ ...half, done: 12, total: 10 }, 10_000)).toBe(
    "100 % of 10 records, 0 s left, 1/s",
  );
});
