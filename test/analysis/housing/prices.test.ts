import { describe, expect, test } from "vitest";
import { parsePriceIndex } from "../../../analysis/housing/price-level.ts";
import { pricesOf } from "../../../analysis/housing/prices.ts";
import { dataMonth, missingMonths, priceWindow } from "../../../analysis/housing/window.ts";

const upTo = (n: number, price: (index: number) => number): number[] =>
  Array.from({ length: n }, (_, i) => price(i));

describe("the figures of a station", () => {
  test("are the median with its interval, quartiles, mean, tenth percentile, flats and change", () => {
    const now = upTo(20, (index) => 100_000 + index * 10_000);
    const before = upTo(20, (index) => 80_000 + index * 8_000);
    expect(pricesOf({ now, before, flats: 13, minSales: 10 })).toEqual({
      n: 20,
      median: { value: 195_000, low: 150_000, high: 240_000 },
      q1: 147_500,
      q3: 242_500,
      mean: 195_000,
      p10: 119_000,
      flatShare: 0.65,
      change: { value: 0.25, low: expect.any(Number), high: expect.any(Number) },
    });
  });

  test("have an interval of change that widens with fewer sales", () => {
    const width = (n: number) => {
      const prices = upTo(n, (index) => 100_000 * (1 + index / n));
      const { change } = pricesOf({ now: prices, before: prices, flats: 0, minSales: 10 });
      return (change?.high ?? 0) - (change?.low ?? 0);
    };
    expect(width(10)).toBeGreaterThan(width(40));
    expect(width(40)).toBeGreaterThan(width(400));
  });

  test("are nothing but n below the minimum", () => {
    const nothing = {
      median: null,
      q1: null,
      q3: null,
      mean: null,
      p10: null,
      flatShare: null,
      change: null,
    };
    expect(pricesOf({ now: upTo(9, () => 1_000), before: [], flats: 9, minSales: 10 })).toEqual({
      n: 9,
      ...nothing,
    });
    expect(pricesOf({ now: [], before: [], flats: 0, minSales: 10 })).toEqual({ n: 0, ...nothing });
  });

  test("have no change if there were too few sales before", () => {
    const ten = upTo(10, (index) => 1_000 + index);
    expect(pricesOf({ now: ten, before: upTo(9, () => 1_000), flats: 0, minSales: 10 }).change).toBeNull();
    expect(pricesOf({ now: ten, before: ten, flats: 0, minSales: 10 }).change).not.toBeNull();
  });

  test("are rounded to whole pounds, a half upwards, and never to minus zero", () => {
    const { median, change } = pricesOf({
      now: [...upTo(5, () => 100), ...upTo(5, () => 101)],
      before: [...upTo(5, () => 100), ...upTo(5, () => 101)],
      flats: 0,
      minSales: 10,
    });
    expect(median?.value).toBe(101);
    expect(Object.is(change?.value, 0)).toBe(true);
  });
});

describe("a window", () => {
  test("is whole months, whose last two are provisional, and as many months before", () => {
    expect(priceWindow("2026-10", 12)).toEqual({
      from: "2025-11-01",
      to: "2026-10-31",
      provisionalFrom: "2026-09-01",
      before: { from: "2024-11-01", to: "2025-10-31" },
    });
    expect(priceWindow("2024-02", 36)).toMatchObject({ from: "2021-03-01", to: "2024-02-29" });
    expect(priceWindow("2026-01", 1)).toMatchObject({ provisionalFrom: "2026-01-01" });
  });

  test("ends with the month of the latest sale if this is in the month's last week, else with the one before", () => {
    expect(dataMonth("2026-10-31")).toBe("2026-10");
    expect(dataMonth("2026-10-25")).toBe("2026-10");
    expect(dataMonth("2026-10-24")).toBe("2026-09");
    expect(dataMonth("2026-02-22")).toBe("2026-02");
    expect(dataMonth("2026-01-03")).toBe("2025-12");
  });
});

describe("missed months", () => {
  test("are those between the newest snapshot and the newest changes that no file has", () => {
    expect(missingMonths("2026-06-30", ["2026-07", "2026-10"])).toEqual(["2026-08", "2026-09"]);
    expect(missingMonths("2026-06-30", ["2026-07", "2026-08"])).toEqual([]);
    expect(missingMonths("2025-11-28", ["2026-01"])).toEqual(["2025-12"]);
  });

  test("are counted from the oldest changes if there is no snapshot, and none are missed before it", () => {
    expect(missingMonths(null, ["2026-04", "2026-07"])).toEqual(["2026-05", "2026-06"]);
    expect(missingMonths("2026-06-30", ["2026-02"])).toEqual([]);
    expect(missingMonths(null, [])).toEqual([]);
  });
});

describe("an index", () => {
  test("carries each month's prices to its last month", () => {
    const { target, factors } = parsePriceIndex(
      "Date,RegionName,Index\r\n2026-06-01,London,100\r\n2026-07-01,London,110\r\n",
    );
    expect(target).toBe("2026-07");
    expect([...factors]).toEqual([
      ["2026-06", 1.1],
      ["2026-07", 1],
    ]);
  });

  test("can be quoted, begin with a byte order mark and have empty lines", () => {
    expect(parsePriceIndex('\uFEFF"month","index"\n"2026-06","100"\n\n').factors.get("2026-06")).toBe(1);
  });

  test.each([
    ["", 'its first line is ""'],
    ["month,value\n2026-06,100", 'its first line is "month,value"'],
    ["month,index\n", "it has no month"],
    ["month,index\nJune 2026,100", 'line 2 has no month: "June 2026,100"'],
    ["month,index\n2026-13,100", "line 2 has no month"],
    ["month,index\n2026-06,0", "line 2 has no index above 0"],
    ["month,index\n2026-06,", "line 2 has no index above 0"],
    [
      "month,index\n2026-06,1\n2026-06-01,2",
      "line 3 has the month 2026-06 a second time. Keep the rows of one region.",
    ],
  ])("that is %j is refused: %s", (csv, message) => {
    expect(() => parsePriceIndex(csv)).toThrow(message);
  });
});
