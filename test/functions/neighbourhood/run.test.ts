import { describe, expect, test } from "vitest";
import { parseRun } from "../../../functions/neighbourhood/run.ts";
import { refusal, START } from "../../support/neighbourhood/refusal.ts";

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
