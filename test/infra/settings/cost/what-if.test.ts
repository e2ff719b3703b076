import { expect, test } from "vitest";
import prices from "../../../../functions/prices.json" with { type: "json" };
import { stackCost } from "../../../../infra/pipelines.ts";
import type { PricedStack } from "../../../../infra/settings/cost/cost-row.ts";
import { whatIf } from "../../../../infra/settings/cost/what-if.ts";
import { configured, dev } from "./dev-stack.ts";

const changes = whatIf(dev, stackCost(dev), stackCost);
const differenceOf = (change: string): number =>
  changes.find((each) => each.change.startsWith(change))?.differenceDollars ?? Number.NaN;

test("MWAA brings its environment and the NAT gateway with its address", () => {
  const nat = 730 * (0.045 + 0.005);
  expect(differenceOf("MWAA mw1.small")).toBeCloseTo(730 * 0.49 + nat, 9);
  expect(differenceOf("MWAA mw1.micro")).toBeCloseTo(730 * prices.dollars.mwaaHour["mw1.micro"] + nat, 9);
  expect(differenceOf("a NAT gateway")).toBeCloseTo(nat - 730 * 0.01, 9);
});

test("a larger class costs the difference of its hours", () => {
  expect(differenceOf("RDS db.t4g.small")).toBeCloseTo(730 * 0.016, 9);
  expect(differenceOf("RDS db.t4g.medium")).toBeCloseTo(730 * (0.065 - 0.016), 9);
});

test("ten times the posts cost ten times as much at X, and little more at AWS", () => {
  const more = changes.find(({ change }) => change === "10 times the posts");
  expect(more?.xDollars).toBeCloseTo((1000 * 52) / 12, 9);
  expect(more?.differenceDollars).toBeGreaterThan(0);
  expect(more?.differenceDollars).toBeLessThan(3);
});

test("what is configured already is no change", () => {
  const stack: PricedStack = {
    ...configured({ database: { instanceClass: "db.t4g.small", multiAz: true } }),
    engine: "emr",
  };
  const names = whatIf(stack, stackCost(stack), stackCost).map(({ change }) => change);
  expect(names).toContain("RDS db.t4g.micro");
  expect(names).toContain("RDS in one zone");
  expect(names).toContain("each run on the engine lambda");
  expect(names).not.toContain("RDS db.t4g.small");
});
