import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { PlacedSale } from "../../../analysis/housing/sale.ts";
import { salesScanner } from "../../../analysis/housing/sales-scanner.ts";
import { dataMonth } from "../../../analysis/housing/window.ts";
import { stationFinder } from "../../../analysis/places/nearest.ts";
import { COUNTS, gzip, makeSales } from "../../../data/synthetic/make-sales.ts";
import { POSTCODES } from "../../../data/synthetic/postcodes.ts";
import { readPostcodes } from "../../../functions/housing/postcode-files.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { storedInput } from "../../support/housing/input-files.ts";

const read = (name: string): Buffer => readFileSync(new URL(`../../../data/${name}`, import.meta.url));
const stations = parseStations(read("stations.csv"), "data/stations.csv");
const [salesFile, postcodesFile] = [read("synthetic-sales.csv.gz"), read("synthetic-postcodes.csv.gz")];
const salesBytes = gunzipSync(salesFile);
const rows = salesBytes.toString().split("\r\n").slice(0, -1);
const [header = "", ...postcodeRows] = gunzipSync(postcodesFile).toString().split("\r\n").slice(0, -1);
const postcodes = postcodeRows.map((line) => {
  const fields = line.replaceAll('"', "").split(",");
  return Object.fromEntries(header.split(",").map((name, index) => [name, fields[index] ?? ""]));
});

const stored = storedInput("synthetic-postcodes.csv.gz", postcodesFile, { partBytes: 20_000 });
const directory = await readPostcodes(stored.store, [stored.file], stationFinder(stations));
const sales: PlacedSale[] = [];
const rejected: string[] = [];
const scanner = salesScanner({
  postcodes: directory.table,
  today: "2026-10-31",
  onSale: (sale) => sales.push(sale),
  onRejected: ({ record }) => rejected.push(record),
});
scanner.write(salesBytes);
const counts = scanner.end();

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((left, right) => left - right)[numbers.length >> 1] ?? Number.NaN;
const isAround = (sale: PlacedSale, station: string): boolean =>
  sale.place !== null && (sale.place.station === station || sale.place.others.includes(station));
const around = (station: string): PlacedSale[] => sales.filter((sale) => isAround(sale, station));
const medianOf = (chosen: readonly PlacedSale[]): number => median(chosen.map(({ price }) => price));

test("both files contain what their generator writes (if not: npx node data/synthetic/make-sales.ts)", () => {
  const made = makeSales(stations);
  expect(salesBytes.equals(Buffer.from(made.sales))).toBe(true);
  expect(gunzipSync(postcodesFile).equals(Buffer.from(made.postcodes))).toBe(true);
});

test("the header of the compressed files has no time, no name and no system, and both take less than 400 KB", () => {
  for (const bytes of [salesFile, postcodesFile, gzip("any text")]) {
    expect([...bytes.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
  }
  expect(salesFile.length + postcodesFile.length).toBeLessThan(400_000);
});

test("every sale has the form of the Price Paid Data, is named synthetic, and has no address", () => {
  const form =
    /^"\{00000000-0000-4000-8000-[0-9A-F]{12}\}","\d+","\d{4}-\d\d-\d\d 00:00","(Z[XY]\d\d? \d[A-Z]{2})?","[DSTFO]","[YN]","[FL]","","","","","LONDON","SYNTHETIC","SYNTHETIC","[AB]","A"$/;
  expect(rows.filter((row) => !form.test(row))).toEqual([]);
  expect(new Set(rows.map((row) => row.slice(0, 40))).size).toBe(rows.length);
  expect(rejected).toEqual([]);
});

test("every postcode is in the area ZX, and is listed once, in order of its sector", () => {
  expect(header).toBe("pcd,pcd2,pcds,dointr,doterm,oslaua,usertype,osgrdind,ctry,rgn,lat,long");
  expect(new Set(postcodes.map(({ pcds }) => pcds)).size).toBe(postcodes.length);
  for (const { pcd = "", pcd2 = "", pcds = "", dointr, doterm } of postcodes) {
    expect(pcds).toMatch(/^ZX\d\d? [1-9][ABD-HJLNP-UW-Z]{2}$/);
    expect([pcd.length, pcd2.length]).toEqual([7, 8]);
    expect([pcd, pcd2].map((form) => form.replace(/ +/, ""))).toEqual(
      [pcds, pcds].map((s) => s.replace(" ", "")),
    );
    expect(dointr).toMatch(/^(19|20)\d\d(0\d|10)$/);
    expect(doterm).toMatch(/^(202[456](0\d|10))?$/);
  }
});

test("the pipeline reads the postcodes as an edition of ONSPD", () => {
  expect(directory).toMatchObject({
    kind: "onspd",
    withoutPoint: POSTCODES.withoutPoint,
    terminated: postcodes.filter(({ doterm }) => doterm !== "").length,
    unusable: 0,
  });
  expect(directory.table.areas).toEqual({ ZX: postcodes.length });
});

test("has as many sales and postcodes of each kind as its README says", () => {
  const readme = read("synthetic/README.md").toString().replace(/ +\|/g, " |");
  const { excluded } = counts;
  const numbers = {
    "rows in the file": rows.length,
    "sales within 1 km of a station": counts.kept,
    "category B": excluded.category,
    "type O, of category A": excluded.type,
    "no postcode": excluded.noPostcode,
    "a postcode that is not listed": excluded.unknownPostcode,
    "a postcode without a grid reference": excluded.noPoint,
    "a postcode more than 1 km from every station": excluded.outside,
    "listed postcodes": postcodes.length,
    "terminated postcodes": postcodes.filter(({ doterm }) => doterm !== "").length,
    "without a grid reference": postcodes.filter(({ osgrdind }) => osgrdind === "9").length,
  };
  for (const [kind, number] of Object.entries(numbers)) expect(readme).toContain(`| ${kind} | ${number} |`);
  expect(rows).toHaveLength(Object.values(COUNTS).reduce<number>((sum, count) => sum + count, 0));
  expect(numbers).toMatchObject({ "without a grid reference": POSTCODES.withoutPoint });
  expect(counts).toMatchObject({ read: rows.length, replaced: 0, deleted: 0, rejected: 0 });
  expect(excluded.repeated).toBe(0);
});

test("covers 36 months, and the last two have fewer sales", () => {
  const months = Map.groupBy(rows, (row) => row.split('","')[2]?.slice(0, 7));
  const sizes = [...months.values()].map((sameMonth) => sameMonth.length);
  expect([...months.keys()].at(0)).toBe("2023-11");
  expect([...months.keys()].at(-1)).toBe("2026-10");
  expect(months.size).toBe(36);
  const usual = median(sizes);
  expect(sizes.at(-1)).toBeLessThan(0.5 * usual);
  expect(sizes.at(-2)).toBeLessThan(0.85 * usual);
  expect(Math.min(...sizes.slice(0, -2))).toBeGreaterThan(0.6 * usual);
  expect(dataMonth(counts.latestDate ?? "")).toBe("2026-10");
});

test("a sale has a postcode of its day: none is dated after its postcode was terminated", () => {
  const terminated = new Map(postcodes.map(({ pcds, doterm }) => [pcds, doterm]));
  const dates = rows.map((row) => row.split('","'));
  const late = dates.filter(([, , date = "", postcode]) => {
    const month = terminated.get(postcode ?? "");
    return month !== undefined && month !== "" && date.slice(0, 7).replace("-", "") > month;
  });
  expect(late).toEqual([]);
  const soldBefore = dates.filter(([, , , postcode]) => (terminated.get(postcode ?? "") ?? "") !== "");
  expect(soldBefore.length).toBeGreaterThan(100);
});

test("within 12 months most stations have 30 sales or more, some 10 to 29, a few fewer", () => {
  const lastYear = sales.filter(({ date }) => date >= "2025-11-01");
  const sizes = stations.map(({ name }) => lastYear.filter((sale) => isAround(sale, name)).length);
  expect(sizes.filter((size) => size >= 30).length).toBeGreaterThan(150);
  expect(sizes.filter((size) => size >= 10 && size < 30).length).toBeGreaterThan(50);
  const few = sizes.filter((size) => size < 10).length;
  expect(few).toBeGreaterThan(3);
  expect(few).toBeLessThan(20);
});

test("homes cost more in the centre than at the edge, in the west than in the east", () => {
  const zone = (wanted: string): PlacedSale[] => {
    const names = new Set(stations.filter((station) => station.zone === wanted).map(({ name }) => name));
    return sales.filter((sale) => names.has(sale.place?.station ?? ""));
  };
  const medians = ["1", "2", "3"].map((name) => medianOf(zone(name)));
  expect(medians).toEqual(medians.toSorted((left, right) => right - left));
  expect(Math.abs(medianOf(zone("1")) - 900_000)).toBeLessThan(100_000);
  expect(Math.abs(medianOf(zone("6")) - 450_000)).toBeLessThan(50_000);
  expect(medianOf(around("South Kensington"))).toBeGreaterThan(1.2 * medianOf(around("Old Street")));
  expect(medianOf(around("Richmond"))).toBeGreaterThan(1.3 * medianOf(around("Barking")));
});

test("a flat costs less than a house, a new home more than an old one, and flats dominate the centre", () => {
  const near = sales.filter(({ place }) => place !== null && place.latitude < 51.48);
  const medians = (["F", "T", "S", "D"] as const).map((type) =>
    medianOf(near.filter((sale) => sale.type === type)),
  );
  expect(medians).toEqual(medians.toSorted((left, right) => left - right));
  const flats = around("Canary Wharf")
    .concat(around("Stratford"))
    .filter(({ type }) => type === "F");
  expect(medianOf(flats.filter(({ isNew }) => isNew))).toBeGreaterThan(
    medianOf(flats.filter(({ isNew }) => !isNew)),
  );
  const share = (station: string): number => {
    const all = around(station);
    return all.filter(({ type }) => type === "F").length / all.length;
  };
  expect(share("Oxford Circus")).toBeGreaterThan(0.75);
  expect(share("Uxbridge")).toBeLessThan(0.5);
});

test("prices are whole steps, as people ask for them", () => {
  expect(sales.filter(({ price }) => price % 500 !== 0)).toEqual([]);
  expect(sales.filter(({ price }) => price % 5_000 === 0).length / sales.length).toBeGreaterThan(0.5);
});
