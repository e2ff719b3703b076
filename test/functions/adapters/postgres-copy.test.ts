import fc from "fast-check";
import { expect, test } from "vitest";
import { copyText } from "../../../functions/adapters/postgres-copy.ts";
import type { CopyValue } from "../../../functions/ports.ts";

const textsOf = (rows: readonly (readonly CopyValue[])[]): string[] => [...copyText(rows)].map(String);

test("a row is a line of fields, in COPY's text format", () => {
  const row = ["plain", null, 1.5, 9_007_199_254_740_993n, true, new Date("2026-03-01T12:00:00.250Z")];
  expect(textsOf([row])).toEqual(["plain\t\\N\t1.5\t9007199254740993\ttrue\t2026-03-01T12:00:00.250Z\n"]);
});

test("what would end a field or a row, or stand for null, is escaped", () => {
  expect(textsOf([["a\tb", "c\nd", "e\rf", "\\N", "\\."]])).toEqual(["a\\tb\tc\\nd\te\\rf\t\\\\N\t\\\\.\n"]);
});

test("many rows come in chunks, and none is cut", () => {
  const rows = Array.from({ length: 9_000 }, (_, index) => [index, "é😀".repeat(index % 30)]);
  const chunks = textsOf(rows);
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.every((chunk) => chunk.endsWith("\n"))).toBe(true);
  expect(chunks.join("")).toBe(rows.map((row) => `${row.join("\t")}\n`).join(""));
});

test("a row that is longer than a chunk is one of its own", () => {
  const long = "words ".repeat(100_000);
  expect(textsOf([["before"], [long], ["after"]])).toEqual(["before\n", `${long}\n`, "after\n"]);
});

test("no rows are no text", () => {
  expect([...copyText([])]).toEqual([]);
});

test("a date that is none is refused", () => {
  expect(() => [...copyText([[new Date("never")]])]).toThrow(RangeError);
});

test("times are written as JavaScript writes them", () => {
  const times = fc.date({
    noInvalidDate: true,
    min: new Date("0001-01-01"),
    max: new Date("9999-12-31T23:59:59.999Z"),
  });
  fc.assert(
    fc.property(fc.array(times), (dates) => {
      expect(textsOf(dates.map((date) => [date])).join("")).toBe(
        dates.map((date) => `${date.toISOString()}\n`).join(""),
      );
    }),
  );
});
