import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { parseRun } from "../../../functions/neighbourhood/run.ts";
import { refusal, START } from "../../support/neighbourhood/refusal.ts";

describe("a run's id", () => {
  test.each([
    ["20261116T060000Z", "20261116T060000Z", "2026-11-16T06:00:00.000Z"],
    ["2026-11-16T06:00:00Z", "20261116T060000Z", "2026-11-16T06:00:00.000Z"],
    ["2026-11-16T06:00Z", "20261116T060000Z", "2026-11-16T06:00:00.000Z"],
    ["2026-11-16T06:00:00.5Z", "20261116T060000Z", "2026-11-16T06:00:00.000Z"],
    ["2026-11-16T00:30:00+01:00", "20261115T233000Z", "2026-11-15T23:30:00.000Z"],
    ["2026-11-16", "2026-11-16", "2026-11-16T00:00:00.000Z"],
    ["2026-11-16-again", "2026-11-16-again", "2026-11-16T00:00:00.000Z"],
    ["2026-02-30-again", "2026-02-30-again", "2026-11-16T06:00:07.000Z"],
    ["try.2_b", "try.2_b", "2026-11-16T06:00:07.000Z"],
    ["20261116", "20261116", "2026-11-16T06:00:07.000Z"],
    ["x".repeat(64), "x".repeat(64), "2026-11-16T06:00:07.000Z"],
  ])("%s is kept as %s and is scheduled for %s", (given, runId, scheduledTime) => {
    expect(parseRun({ runId: given }, START)).toMatchObject({
      runId,
      scheduledTime,
      batchNr: Number(scheduledTime.slice(0, 10).replaceAll("-", "")),
    });
  });

  test("stays its own where a scheduled time is given beside it", () => {
    const scheduledTime = "2025-01-06T06:00:00Z";
    for (const runId of ["2026-11-16T06:00:00Z", "20261116T060000Z"])
      expect(parseRun({ runId, scheduledTime }, START)).toMatchObject({
        runId: "20261116T060000Z",
        scheduledTime: "2025-01-06T06:00:00.000Z",
        batchNr: 20250106,
      });
  });

  test.each([
    "",
    "x".repeat(65),
    "-leading-hyphen",
    ".hidden",
    "../../etc/passwd",
    "a/b",
    "a b",
    "a\0b",
    "a\n",
    "Üwe",
    "name:with-colon",
    "2026-02-30T06:00:00Z",
    "2026-11-16T25:00:00Z",
    "20260230T060000Z",
    "20261116T246000Z",
    "2026-11-16T06:00:00",
  ])("%j is refused with that very id and with what to write instead", (runId) => {
    const error = refusal({ runId });
    expect(error.message).toContain(`"${runId}"`);
    expect(error.hint).toContain("2026-11-16T06:00:00Z");
  });

  test("never becomes another run's, and always is a segment of a key", () => {
    const piece = fc.constantFrom(
      "2026",
      "11",
      "16",
      "31",
      "T",
      "06",
      "Z",
      "-",
      ":",
      ".",
      "a",
      "é",
      "/",
      "+",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 70 }),
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (runId) => {
        let run: ReturnType<typeof parseRun>;
        try {
          run = parseRun({ runId }, START);
        } catch (error) {
          return error instanceof InvalidInput;
        }
        const isTime = /^\d{8}T\d{6}Z$/.test(run.runId);
        return /^[A-Za-z0-9][\w.-]{0,63}$/.test(run.runId) && (run.runId === runId || isTime);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});
