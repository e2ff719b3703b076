import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseStations } from "../../../../functions/posts/stations.ts";
import prices from "../../../../functions/prices.json" with { type: "json" };
import { LOAD_SECONDS_PER_MILLION, STATIONS } from "../../../../infra/settings/cost/assumptions.ts";

const root = new URL("../../../../", import.meta.url);

test("the stations are as many as the bundled file has", () => {
  expect(parseStations(readFileSync(new URL("data/stations.csv", root)), "stations.csv")).toHaveLength(
    STATIONS,
  );
});

test("the load takes about as long as docs/benchmarks.md says", () => {
  const benchmarks = readFileSync(new URL("docs/benchmarks.md", root), "utf8");
  const measured = Number(/its load and publication \| ([\d.]+) s/.exec(benchmarks)?.[1]);
  // Machines differ, and the benchmark runs now and then.
  expect(LOAD_SECONDS_PER_MILLION / measured).toBeGreaterThan(0.5);
  expect(LOAD_SECONDS_PER_MILLION / measured).toBeLessThan(2);
});

test("every price is above zero, and every group of prices has its source", () => {
  const groups = Object.keys(prices.sources);
  for (const [name, price] of Object.entries(prices.dollars)) {
    for (const one of typeof price === "number" ? [price] : Object.values(price))
      expect(one).toBeGreaterThan(0);
    expect(
      groups.some((group) => name.startsWith(group)),
      name,
    ).toBe(true);
  }
  for (const group of groups)
    expect(
      Object.keys(prices.dollars).some((name) => name.startsWith(group)),
      group,
    ).toBe(true);
  for (const source of Object.values(prices.sources)) expect(source).toMatch(/^https:\/\//);
});
