import { median, medianChange, medianRanks, quantile } from "./order-statistics.ts";

/** An estimate with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the sales around a station say of prices there. Prices are in whole pounds. All but n is null below the minimum. */
export interface StationPrices {
  /** The number of sales. */
  readonly n: number;
  readonly median: Estimate | null;
  readonly q1: number | null;
  readonly q3: number | null;
  readonly mean: number | null;
  /** The tenth percentile. */
  readonly p10: number | null;
  /** Of all sales, from 0 to 1. */
  readonly flatShare: number | null;
  /** How the median changed since the months before: 0.05 is 5 % more. Null too if there were too few sales then. */
  readonly change: Estimate | null;
}

export interface SalesOfStation {
  /** The prices of the window in whole pounds, ascending. */
  readonly now: readonly number[];
  /** Those of the window before it. */
  readonly before: readonly number[];
  /** How many of the sales in the window are of flats. */
  readonly flats: number;
  /** With fewer sales only their number is shown; six or more. */
  readonly minSales: number;
}

/** The figures of a station. Everything that is derived from prices is derived here. docs/prices.md explains them. */
export function pricesOf({ now, before, flats, minSales }: SalesOfStation): StationPrices {
  const n = now.length;
  const ranks = n < minSales ? null : medianRanks(n);
  if (ranks === null)
    return { n, median: null, q1: null, q3: null, mean: null, p10: null, flatShare: null, change: null };
  return {
    n,
    median: {
      value: pounds(median(now)),
      low: now[ranks.low - 1] ?? Number.NaN,
      high: now[ranks.high - 1] ?? Number.NaN,
    },
    q1: pounds(quantile(now, 0.25)),
    q3: pounds(quantile(now, 0.75)),
    mean: pounds(now.reduce((sum, price) => sum + price, 0) / n),
    p10: pounds(quantile(now, 0.1)),
    flatShare: rounded(flats / n),
    change: before.length < minSales ? null : roundedEstimate(medianChange(now, before)),
  };
}

/** Whole pounds, a half away from zero, as PostgreSQL rounds a numeric. Prices are above 0. */
const pounds = (value: number): number => Math.floor(value + 0.5);

const SCALE = 1000;

/** To three decimals, a half away from zero, and never -0. */
const rounded = (share: number): number =>
  (Math.sign(share) * Math.floor(Math.abs(share) * SCALE + 0.5)) / SCALE + 0;

const roundedEstimate = ({ value, low, high }: Estimate): Estimate => ({
  value: rounded(value),
  low: rounded(low),
  high: rounded(high),
});
