import fc from "fast-check";
import { expect, test } from "vitest";
import { parseArchiveTime, parseIsoTime } from "../../../analysis/posts/time.ts";

const dates = fc.date({
  min: new Date("0001-01-01T00:00:00.000Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});

test("a time in the stored form stays as it is", () => {
  fc.assert(
    fc.property(dates, (date) => {
      expect(parseIsoTime(date.toISOString())).toBe(date.toISOString());
    }),
    { seed: 1 },
  );
});

test.each([
  ["2026-11-13T07:47:39Z", "2026-11-13T07:47:39.000Z"],
  ["2026-11-13T07:47:39.5Z", "2026-11-13T07:47:39.500Z"],
  ["2026-11-13T07:47:39.123999Z", "2026-11-13T07:47:39.123Z"],
  ["2026-11-13T00:30:00+01:00", "2026-11-12T23:30:00.000Z"],
  ["2026-12-31T20:00:00.000-05:30", "2027-01-01T01:30:00.000Z"],
  ["2024-02-29T12:00:00.000Z", "2024-02-29T12:00:00.000Z"],
])("%s is %s", (text, time) => {
  expect(parseIsoTime(text)).toBe(time);
});

test.each([
  "2026-02-30T12:00:00.000Z",
  "2025-02-29T12:00:00.000Z",
  "2026-04-31T12:00:00Z",
  "2026-13-01T12:00:00.000Z",
  "2026-00-01T12:00:00.000Z",
  "2026-01-00T12:00:00.000Z",
  "2026-01-01T24:00:00.000Z",
  "2026-01-01T23:60:00.000Z",
  "2026-01-01T23:59:60Z",
  "2026-01-01T12:00:00.000",
  "2026-01-01T12:00Z",
  "2026-01-01",
  "2026-01-01 12:00:00Z",
  "2026-01-01T12:00:00+0100",
  "2026-01-01T12:00:00+24:00",
  "2026-01-01T12:00:00.000Z ",
  "2026-01-01T12:00:00.000Z\n",
  "0000-01-01T00:00:00.000Z",
  "0001-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-00:01",
  "+012026-01-01T00:00:00Z",
  "Wed Oct 10 20:19:24 +0000 2018",
  "yesterday",
  "",
])("%o is no ISO time", (text) => {
  expect(parseIsoTime(text)).toBeNull();
});

test.each([
  ["Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24.000Z"],
  ["Thu Jan 01 00:15:00 +0130 2015", "2014-12-31T22:45:00.000Z"],
])("the archive's %s is %s", (text, time) => {
  expect(parseArchiveTime(text)).toBe(time);
});

test.each([
  "Wed Feb 30 20:19:24 +0000 2018",
  "Wed Foo 10 20:19:24 +0000 2018",
  "2018-10-10T20:19:24.000Z",
  "",
])("%o is no time of the archive", (text) => {
  expect(parseArchiveTime(text)).toBeNull();
});
