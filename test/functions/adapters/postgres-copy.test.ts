import { expect, test } from "vitest";
import { copyText } from "../../../functions/adapters/postgres-copy.ts";

test("a row is a line of fields, in COPY's text format", () => {
  const row = ["plain", null, 1.5, 9_007_199_254_740_993n, true, new Date("2026-03-01T12:00:00.250Z")];
  expect([...copyText([row])]).toEqual([
    "plain\t\\N\t1.5\t9007199254740993\ttrue\t2026-03-01T12:00:00.250Z\n",
  ]);
});

test("what would end a field or a row, or stand for null, is escaped", () => {
  expect([...copyText([["a\tb", "c\nd", "e\rf", "\\N", "\\."]])]).toEqual([
    "a\\tb\tc\\nd\te\\rf\t\\\\N\t\\\\.\n",
  ]);
});

test("many rows come in chunks, and none is cut", () => {
  const rows = Array.from({ length: 5000 }, (_, index) => [index, "x".repeat(50)]);
  const chunks = [...copyText(rows)];
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.every((chunk) => chunk.endsWith("\n") && chunk.length < 70_000)).toBe(true);
  expect(chunks.join("").split("\n")).toHaveLength(5001);
});

test("no rows are no text", () => {
  expect([...copyText([])]).toEqual([]);
});

test("a date that is none is refused", () => {
  expect(() => [...copyText([[new Date("never")]])]).toThrow(RangeError);
});
