import { expect, test } from "vitest";
import { benchHousing } from "../../bench/housing/benchmark.ts";

test("the benchmark of sales measures the scanner, DuckDB and COPY with the same file", async () => {
  const rows = 20_000;
  const { bytes, citypulse, duckdbOneThread, duckdbAllThreads, copy, duckdb } = await benchHousing({
    rows,
    rounds: 1,
  });
  expect(bytes).toBeGreaterThan(rows * 150);
  expect(duckdb).toMatch(/^\d+\.\d+\.\d+$/);
  for (const { seconds, rowsPerSecond } of [citypulse, duckdbOneThread, duckdbAllThreads, copy])
    expect(rowsPerSecond).toBeCloseTo(rows / seconds, 6);
  // A tenth of the sales, less those of category B and type O.
  const placed = citypulse.placed ?? 0;
  expect(placed / rows).toBeGreaterThan(0.07);
  expect(placed / rows).toBeLessThan(0.11);
  // DuckDB leaves out rows with bytes of Windows-1252, and no others.
  for (const { placed: joined } of [duckdbOneThread, duckdbAllThreads]) {
    expect(joined).toBeLessThanOrEqual(placed);
    expect(joined).toBeGreaterThan(0.98 * placed);
  }
  expect(copy.placed).toBeNull();
});
