import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Format,
  lineScanner,
  type ScannedRecord,
  type Scanner,
  valueScanner,
} from "../../../../../functions/adapters/posts/replay/record-scanner.ts";

const LIMIT = 60;
const SCANNERS = { lines: lineScanner, values: valueScanner };

/** Bytes of the kinds that matter to the scanners, in any order: most of it is not JSON. */
const content = fc
  .array(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      '"',
      "\\",
      "\n",
      "\r",
      " ",
      ";",
      "a",
      "é",
      '{"a":[1]}',
      "x".repeat(40),
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => Buffer.from(parts.join("")));

const scanAll = (scanner: Scanner, chunks: readonly Buffer[]): ScannedRecord[] => [
  ...chunks.flatMap((chunk) => scanner.push(chunk)),
  ...scanner.end(),
];

const textOf = (record: ScannedRecord | undefined): string => Buffer.from(record?.bytes ?? []).toString();

const scanFrom = (
  format: "lines" | "values",
  start: { offset: number; line: number; format: Format },
  bytes: Buffer,
) => scanAll(SCANNERS[format](start, LIMIT), [bytes.subarray(start.offset)]);

describe.each(["lines", "values"] as const)("scanning %s", (format) => {
  const start = { offset: 0, line: 1, format };

  test("gives the same records wherever the chunks are cut", () => {
    fc.assert(
      fc.property(content, fc.integer({ min: 1, max: 7 }), (bytes, size) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(scanAll(SCANNERS[format](start, LIMIT), chunks)).toEqual(scanFrom(format, start, bytes));
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  test("goes on behind any record as if it had never stopped", () => {
    fc.assert(
      fc.property(content, (bytes) => {
        const records = scanFrom(format, start, bytes);
        for (const [index, { next }] of records.entries())
          expect(scanFrom(format, next, bytes)).toEqual(records.slice(index + 1));
      }),
      { seed: 6, numRuns: 400 },
    );
  });

  test("says of every record the line it begins in", () => {
    fc.assert(
      fc.property(content, (bytes) => {
        for (const record of scanFrom(format, start, bytes)) {
          const text = textOf(record);
          const beginning = text.replace(/^\(.*?\) /s, "").split("\n")[0] ?? "";
          if (!text.startsWith("(the file ends"))
            expect(bytes.toString("utf8").split("\n")[record.line - 1]).toContain(
              beginning.replace(/\ufffd$/, ""),
            );
        }
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  test("shows of a record beyond the limit only its beginning, as something that is not JSON", () => {
    const scanner = SCANNERS[format](start, LIMIT);
    const long = `{"a":"${"b".repeat(100_000)}"}`;
    const chunk = Buffer.from(`${long.slice(0, 50_000)}`);
    const rest = Buffer.from(`${long.slice(50_000)}\n{"c":1}\n`);
    const [first, second] = scanAll(scanner, [chunk, rest]);
    expect(textOf(first)).toBe(`(more than 60 bytes without an end, which begin:) ${long.slice(0, LIMIT)}`);
    expect([textOf(second), second?.line]).toEqual(['{"c":1}', 2]);
  });
});
