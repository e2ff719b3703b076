import { expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { runsPerMonth } from "../../../infra/settings/schedule-rate.ts";

/** Firings in a year. */
test.for([
  ["cron(0 6 ? * MON *)", 52],
  ["cron(0 6 ? * 2 *)", 52],
  ["cron(0 6 ? * MON,THU *)", 104],
  ["cron(0 6 ? * MON-FRI *)", 260],
  ["cron(0 6 * * ? *)", 365],
  ["cron(0 6 * * ? 2026-2027)", 365],
  ["cron(0 6,18 * * ? *)", 730],
  ["cron(0/15 * * * ? *)", 365 * 24 * 4],
  ["cron(0 8-17/3 * * ? *)", 365 * 4],
  ["cron(0 6 1 * ? *)", 12],
  ["cron(0 6 1,15 JAN-MAR ? *)", 6],
  ["cron(0 6 31 * ? *)", 7],
  ["cron(0 6 30 feb ? *)", 0],
  ["cron(0 6 L * ? *)", 12],
  ["cron(0 6 3W 1,7 ? *)", 2],
  ["cron(0 6 ? * MON#2 *)", 12],
  ["rate(7 days)", 52],
  ["rate(1 day)", 364],
  ["rate(12 hours)", 728],
  ["rate(30 minutes)", 364 * 48],
] as const)("%s fires %d times a year", ([expression, times]) => {
  if (times === 0) expect(() => runsPerMonth(expression)).toThrow(InvalidInput);
  else expect(runsPerMonth(expression) * 12).toBeCloseTo(times, 9);
});

test.for([
  "cron(0 6 ? * MON)",
  "cron(0 25 ? * MON *)",
  "cron(0 6 ? * MOON *)",
  "cron(60 6 ? * MON *)",
  "cron(5-1 6 ? * MON *)",
  "cron(0/0 6 ? * MON *)",
  "rate(0 days)",
  "rate(1.5 days)",
  "rate(2 weeks)",
  "every week",
])("%s is refused, with what to write", (expression) => {
  expect(() => runsPerMonth(expression)).toThrow(`schedule.expression "${expression}" cannot be counted`);
});
