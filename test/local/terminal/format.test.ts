import { expect, test } from "vitest";
import {
  aboutMoney,
  elapsed,
  money,
  moneyCell,
  plural,
  signed,
  unitPrice,
} from "../../../local/terminal/format.ts";

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

test.each([
  [0, "$0.00"],
  [0.00001, "less than $0.01"],
  [0.01, "about $0.01"],
  [1234.5, "about $1234.50"],
])("%f dollars are told as %s", (dollars, text) => {
  expect(aboutMoney(dollars)).toBe(text);
});

test.each([
  [0.004, "less than $0.01", "<0.01"],
  [0.005, "$0.01", JSON.rawJSON("0.01")],
  [12, "$12.00", JSON.rawJSON("12.00")],
])("%f dollars are %s in a sentence, and a cell of the same digits", (dollars, text, cell) => {
  expect(money(dollars)).toBe(text);
  expect(moneyCell(dollars)).toEqual(cell);
});

test.each([
  [0.306, "+0.31"],
  [-1.2, "−1.20"],
  [0, " 0.00"],
  [-0.004, " 0.00"],
])("%f with its sign is %s: what rounds to zero has none", (value, text) => {
  expect(signed(value)).toBe(text);
});

test.each([
  [0, "0 rows"],
  [1, "1 row"],
  [2_000, "2,000 rows"],
])("%i of a thing are %s", (count, text) => {
  expect(plural(count, "row")).toBe(text);
});

test.each([
  [0.0000133334, "$0.0000133334"],
  [0.0000002, "$0.0000002"],
  [10, "$10"],
])("a unit price of %f dollars is written as %s, without an exponent", (dollars, text) => {
  expect(unitPrice(dollars)).toBe(text);
});
