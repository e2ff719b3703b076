import { expect, test } from "vitest";
import { type HousingBench, housingTable, type ScanRate } from "../../bench/housing/benchmark.ts";

const MEBIBYTE = 2 ** 20;
const rate = (seconds: number, placed: number | null): ScanRate => ({
  seconds,
  rowsPerSecond: 5_000_000 / seconds,
  memory: 200 * MEBIBYTE,
  placed,
});
const bench: HousingBench = {
  rows: 5_000_000,
  bytes: 800 * MEBIBYTE,
  threads: 2,
  duckdb: "2.0.1",
  citypulse: rate(2.5, 460_000),
  duckdbOneThread: rate(4, 459_000),
  duckdbAllThreads: rate(2, 459_000),
  copy: rate(12.5, null),
};

test("the table of sales shows rows a second, memory, and how much longer the others take", () => {
  const { table } = housingTable(bench);
  expect(table.slice(1)).toEqual([
    ["CityPulse's scanner, one thread", "2.5 s", "2,000,000", "200 MiB", "460,000", "1.00"],
    ["DuckDB 2.0.1, one thread", "4.0 s", "1,250,000", "200 MiB", "459,000", "1.60"],
    ["DuckDB 2.0.1, 2 threads", "2.0 s", "2,500,000", "200 MiB", "459,000", "0.80"],
    ["PostgreSQL's COPY of the raw file, without a join", "12.5 s", "400,000", "200 MiB", "", "5.00"],
  ]);
});

test("the notes derive the time of the complete file from what was measured, on the laptop and in Lambda", () => {
  const [rows = "", complete = ""] = housingTable(bench).notes;
  expect(rows).toContain("leaves out 1,000 of them");
  // 31.4 million rows at 2 million a second; 5.5 GB at 70 MB a second more.
  expect(complete).toContain("(31,400,000 sales, 5.5 GB) takes 15.7 s on this machine");
  expect(complete).toContain("94.3 s of its 900 s");
});
