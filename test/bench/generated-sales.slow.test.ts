import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { postcodeTable } from "../../analysis/housing/postcode-table.ts";
import type { PlacedSale } from "../../analysis/housing/sale.ts";
import { salesScanner } from "../../analysis/housing/sales-scanner.ts";
import { type GeneratedSales, generateSales, saleId } from "../../bench/housing/generated-sales.ts";

const ROWS = 20_000;
const SNAPSHOT: GeneratedSales = {
  rows: ROWS,
  seed: 1,
  postcodes: ["ZX1 1AA", "ZX1 1AB", "ZX21 9ZZ", "ZX2W 3GH", "ZY9 9XX"],
  from: "2023-11-01",
  to: "2026-10-31",
};
const CHANGES: GeneratedSales = { ...SNAPSHOT, seed: 2, changes: { seed: 1, rows: ROWS } };

const bytesOf = (file: GeneratedSales): Buffer => Buffer.concat([...generateSales(file)]);
const bytes = bytesOf(SNAPSHOT);

function scan(file: Uint8Array) {
  const table = postcodeTable(() => ({ station: "Bank", metres: 1, others: [] }));
  for (const postcode of SNAPSHOT.postcodes) table.add(postcode, { latitude: 51.5, longitude: -0.1 });
  const sales: PlacedSale[] = [];
  const reasons: string[] = [];
  const scanner = salesScanner({
    postcodes: table.finish(),
    today: "2026-10-31",
    onSale: (sale) => sales.push(sale),
    onRejected: ({ reason }) => reasons.push(reason),
  });
  scanner.write(file);
  return { sales, reasons, counts: scanner.end() };
}

const { sales, reasons, counts } = scan(bytes);
const rowsOf = (file: Buffer): string[][] => parse(file.toString("latin1"), { recordDelimiter: "\r\n" });

test("a generated file has as many rows as asked for, each with 16 quoted fields, and none is rejected", () => {
  const rows = rowsOf(bytes);
  expect(rows).toHaveLength(ROWS);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([16]));
  expect(new Set(rows.map(([id]) => id)).size).toBe(ROWS);
  expect(reasons).toEqual([]);
  expect(counts).toMatchObject({ read: ROWS, replaced: 0, deleted: 0, rejected: 0 });
  expect(bytes.toString("latin1")).not.toMatch(/[^\r]\n|\r[^\n]/);
});

test("the same values give the same bytes, and another seed gives others", () => {
  expect(bytesOf(SNAPSHOT).equals(bytes)).toBe(true);
  expect(bytesOf({ ...SNAPSHOT, seed: 3 }).equals(bytes)).toBe(false);
});

test("a generated file has the quirks of the real ones", () => {
  const { excluded } = counts;
  expect(excluded.category / ROWS).toBeCloseTo(0.08, 2);
  expect(excluded.noPostcode).toBeGreaterThan(0);
  expect(excluded.type).toBeGreaterThan(0);
  const names = new Set(sales.flatMap(({ paon, saon, street }) => [paon, saon, street]));
  for (const name of [
    "ROSE COTTAGE, 4",
    'THE "CROOKED" HOUSE',
    '","',
    "CAFÉ COURT",
    "ST MARY’S MANSIONS",
    "MAISON FRANÇAISE",
    "Tŷ GWYN",
    "GROUND FLOOR – REAR",
  ])
    expect(names).toContain(name);
  expect(new Set(sales.map(({ tenure }) => tenure))).toEqual(new Set(["F", "L", "U"]));
  expect(new Set(sales.map(({ postcode }) => postcode))).toEqual(new Set(SNAPSHOT.postcodes));
});

test("days are within the period, and prices differ by postcode", () => {
  const days = sales.map(({ date }) => date).toSorted();
  expect([days.at(0), days.at(-1)]).toEqual(["2023-11-01", "2026-10-31"]);
  const means = SNAPSHOT.postcodes.map((postcode) => {
    const prices = sales.filter((sale) => sale.postcode === postcode).map(({ price }) => price);
    return prices.reduce((sum, price) => sum + price, 0) / prices.length;
  });
  expect(Math.max(...means)).toBeGreaterThan(1.2 * Math.min(...means));
});

test("a monthly file adds, changes and deletes, and most of what it changes is in the other file", () => {
  const rows = rowsOf(bytesOf(CHANGES));
  const known = new Set(Array.from({ length: ROWS }, (_, index) => saleId(1, index)));
  const statuses = Map.groupBy(rows, (row) => row[15]);
  const share = (status: string): number => (statuses.get(status)?.length ?? 0) / ROWS;
  expect([share("A"), share("C"), share("D")].map((number) => Math.round(number * 100))).toEqual([93, 5, 2]);
  expect(new Set(rows.map(([id]) => id)).size).toBe(ROWS);
  expect(statuses.get("A")?.filter(([id = ""]) => known.has(id))).toEqual([]);
  const revisions = [...(statuses.get("C") ?? []), ...(statuses.get("D") ?? [])];
  const unseen = revisions.filter(([id = ""]) => !known.has(id));
  expect(unseen.length).toBeGreaterThan(0);
  expect(unseen.length / revisions.length).toBeLessThan(0.1);
  expect(scan(bytesOf(CHANGES)).counts).toMatchObject({ read: ROWS, rejected: 0 });
});
