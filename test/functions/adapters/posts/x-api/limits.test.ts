import { expect, test } from "vitest";
import { limitAfterRefusal, limitOf } from "../../../../../functions/adapters/posts/x-api/limits.ts";

const NOW = new Date("2026-11-16T06:00:00.000Z");
const seconds = (iso: string): string => String(Date.parse(iso) / 1000);

test("the limit is that of the window in which the fewest requests are left, and resets a second after it", () => {
  const headers = {
    "x-rate-limit-remaining": "7",
    "x-rate-limit-reset": seconds("2026-11-16T06:15:00Z"),
    "x-app-limit-24hour-remaining": "3",
    "x-app-limit-24hour-reset": seconds("2026-11-17T05:00:00Z"),
  };
  expect(limitOf(headers, NOW)).toEqual({
    remaining: 3,
    resetAt: Date.parse("2026-11-17T05:00:01Z"),
  });
});

test("a reset that no window of X can have is waited for a day and no longer", () => {
  const headers = { "x-rate-limit-remaining": "0", "x-rate-limit-reset": "999999999999" };
  expect(limitAfterRefusal(headers, NOW)).toEqual({
    remaining: 0,
    resetAt: Date.parse("2026-11-17T07:00:00Z"),
  });
});

test.each([[{}], [{ "x-rate-limit-remaining": "0", "x-rate-limit-reset": "soon" }]])(
  "a refusal with the headers %j is followed by a quarter of an hour of silence",
  (headers) => {
    expect(limitAfterRefusal(headers, NOW)).toEqual({
      remaining: 0,
      resetAt: Date.parse("2026-11-16T06:15:00Z"),
    });
  },
);
