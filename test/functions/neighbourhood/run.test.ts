import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { parseRun } from "../../../functions/neighbourhood/run.ts";

const START = "2026-11-16T06:00:07.321Z";

/** What is thrown, as people see it. */
function refusal(input: unknown): InvalidInput {
  try {
    parseRun(input, START);
  } catch (error) {
    if (error instanceof InvalidInput) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(input)} was accepted.`);
}

describe("a run without an input", () => {
  test.each([undefined, null, {}])("is the one of the moment at which it started (%j)", (input) => {
    expect(parseRun(input, START)).toEqual({
      runId: "20261116T060007Z",
      scheduledTime: "2026-11-16T06:00:07.000Z",
      batchNr: 20261116,
      engine: "auto",
      stations: null,
      from: null,
      to: null,
    });
  });

  test("is the same run when its id is given on another day", () => {
    const first = parseRun({}, START);
    expect(parseRun({ runId: first.runId }, "2027-01-01T00:00:00Z")).toEqual(first);
  });
});

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

describe("a run's times", () => {
  test("the scheduled time comes in whole seconds and names the run", () => {
    expect(parseRun({ scheduledTime: "2026-11-09T07:00:00.9+01:00" }, START)).toMatchObject({
      runId: "20261109T060000Z",
      scheduledTime: "2026-11-09T06:00:00.000Z",
    });
  });

  test("a window is kept to the millisecond, in UTC", () => {
    const window = { from: "2026-11-09", to: "2026-11-16T01:00:00.25+01:00" };
    expect(parseRun(window, START)).toMatchObject({
      from: "2026-11-09T00:00:00.000Z",
      to: "2026-11-16T00:00:00.250Z",
    });
    expect(parseRun({ from: null, to: null }, START)).toMatchObject({ from: null, to: null });
  });

  test("one day to the same day is an empty window", () => {
    const error = refusal({ from: "2026-11-09", to: "2026-11-09T00:00:00Z" });
    expect(error.message).toContain("2026-11-09T00:00:00.000Z");
    expect(error.hint).toBeDefined();
  });

  test.each(["scheduledTime", "from", "to"])("%s that the calendar does not have is refused", (field) => {
    for (const text of [
      "2026-02-30",
      "2026-13-01T00:00:00Z",
      "2026-11-16T24:00:00Z",
      "2026-11-16T06:00:00",
      "tomorrow",
      "",
    ]) {
      const error = refusal({ [field]: text });
      expect(error.message).toBe(`"${field}" is not a time: "${text}".`);
      expect(error.hint).toContain("2026-11-16T06:00:00Z");
    }
  });
});

describe("the rest of a run's input", () => {
  test("stations and engine are taken as they are", () => {
    expect(parseRun({ stations: ["Bank"], engine: "emr" }, START)).toMatchObject({
      stations: ["Bank"],
      engine: "emr",
    });
  });

  test.each([
    [{ engine: "spark" }, "engine"],
    [{ stations: [] }, "stations"],
    [{ stations: "Bank" }, "stations"],
    [{ runID: "a" }, "runID"],
    [{ runId: 20261116 }, "runId"],
    [["2026-11-16"], "array"],
    ["2026-11-16", "string"],
  ])("%j is refused by the name of what is wrong", (input, name) => {
    const error = refusal(input);
    expect(error.message).toContain(name);
    expect(error.hint).toContain("{");
  });
});
