import { expect, test } from "vitest";
import { unitHour } from "../../../functions/neighbourhood/engine-estimate.ts";
import { costSoFar, PRICES, type Spending } from "../../../local/aws/cost.ts";
import { NOTHING_YET } from "../../../local/aws/execution-view.ts";

const HOUR = 3_600_000;
const spending = (more: Partial<Spending> = {}): Spending => ({
  ...{ view: NOTHING_YET, status: null, fault: null, memoryOf: null, now: 10 * HOUR, ...more },
});
const machine = (type: string, since: number, until: number | null, isSpot = false) => ({
  ...{ type, since, until, isSpot },
});
const withCluster = { ...NOTHING_YET, clusterId: "j-1" };

test("transitions cost their price each", () => {
  const cost = costSoFar(spending({ view: { ...NOTHING_YET, transitions: 40 } }), PRICES);
  expect(cost.dollars).toBeCloseTo(0.001, 9);
  expect(cost.notCounted).toEqual([]);
});

test("functions cost their time in the memory of each, also of the one that is at work", () => {
  const lambda = {
    calls: 4,
    milliseconds: { ExtractPosts: 40_000, Analyse: 10_000 },
    atWork: { state: "Analyse", since: 10 * HOUR - 50_000 },
  };
  const memoryOf = (state: string) => (state === "Analyse" ? 2048 : 512);
  const cost = costSoFar(spending({ view: { ...NOTHING_YET, lambda }, memoryOf }), PRICES);
  expect(cost.parts).toContainEqual(expect.objectContaining({ quantity: 140, unit: "GB-seconds" }));
  expect(cost.dollars).toBeCloseTo(140 * 0.0000133334 + 4 * 0.0000002, 12);
});

test("functions of an unknown memory are left out, which is said", () => {
  const lambda = { calls: 4, milliseconds: { ExtractPosts: 20_000, Analyse: 30_000 }, atWork: null };
  const cost = costSoFar(spending({ view: { ...NOTHING_YET, lambda } }), PRICES);
  expect(cost.notCounted).toEqual([expect.stringContaining("50 s of Lambda")]);
  expect(cost.dollars).toBeCloseTo(4 * 0.0000002, 12);
});

test("a cluster costs the hours of its machines by their size, to their end or until now", () => {
  const instances = [
    machine("m7g.xlarge", 0, 2 * HOUR),
    machine("m7gd.2xlarge", 9 * HOUR, null),
    machine("m6g.large", 0, HOUR),
  ];
  const cost = costSoFar(spending({ view: withCluster, status: { instances } }), PRICES);
  expect(cost.parts).toContainEqual(expect.objectContaining({ part: "EMR", quantity: 2 + 2 + 0.5 }));
  expect(cost.dollars).toBeCloseTo(4.5 * unitHour(PRICES), 9);
  expect(unitHour(PRICES)).toBeCloseTo(0.192 + 0.048 + (128 * 0.08) / 730, 9);
});

test("Spot counts at the list price, and machines of an unknown size not at all, which is said", () => {
  const instances = [machine("m7g.xlarge", 0, HOUR, true), machine("u-6tb1.metal", 0, HOUR)];
  const cost = costSoFar(spending({ view: withCluster, status: { instances } }), PRICES);
  expect(cost.dollars).toBeCloseTo(unitHour(PRICES), 9);
  expect(cost.notCounted).toEqual([
    expect.stringContaining("u-6tb1.metal"),
    expect.stringContaining("the discount of Spot"),
  ]);
});

test("a cluster that cannot be looked at is left out, with the reason", () => {
  const cost = costSoFar(spending({ view: withCluster, fault: "AccessDeniedException" }), PRICES);
  expect(cost.notCounted).toEqual(["the cluster j-1 (AccessDeniedException)"]);
});

test("a clock that is behind AWS's makes nothing negative", () => {
  const lambda = { calls: 1, milliseconds: {}, atWork: { state: "Analyse", since: 11 * HOUR } };
  const view = { ...withCluster, lambda };
  const instances = [machine("m7g.xlarge", 11 * HOUR, null)];
  const cost = costSoFar(spending({ view, status: { instances }, memoryOf: () => 1024 }), PRICES);
  expect(Math.min(...cost.parts.map(({ dollars }) => dollars))).toBe(0);
});
