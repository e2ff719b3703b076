import { beforeEach, describe, expect, test } from "vitest";
import { migrate } from "../../../functions/adapters/database/migrate.ts";
import { placedListingsKey } from "../../../functions/housing/keys.ts";
import { encodeListings, type Listing } from "../../../functions/housing/listings.ts";
import { loadSales } from "../../../functions/housing/load-sales.ts";
import { NO_SALES } from "../../../functions/housing/placed-manifest.ts";
import { readHousingRun } from "../../../functions/housing/prices-of-run.ts";
import type { Database } from "../../../functions/ports.ts";
import { writeFile } from "../../../functions/runs/manifest.ts";
import { testDatabases } from "../../support/database.ts";
import {
  AT_BANK,
  addRun,
  LIMITS,
  loadPlaced,
  saleId,
  storePlaced,
  type TestSale,
} from "../../support/housing/placed-run.ts";
import { memoryStore } from "../../support/memory-store.ts";

const newDatabase = testDatabases();
let database: Database;
beforeEach(async () => {
  const place = await newDatabase();
  database = place.database;
  await migrate(place.connection);
});

const RUN = "20261101T070000Z";

/** So many sales from this number on, each a thousand pounds dearer than the one before. */
const sales = (count: number, first: number, more: Partial<TestSale> = {}): TestSale[] =>
  Array.from({ length: count }, (_, index) => ({
    id: saleId(first + index),
    price: 500_000 + index * 1000,
    date: "2026-06-15",
    ...more,
  }));

describe("the figures of a run", () => {
  test("are those of the last twelve months, with the change against the year before", async () => {
    await loadPlaced(database, RUN, [
      {
        edition: "2026-10-31",
        sales: [
          ...sales(40, 1),
          ...sales(40, 101, { date: "2025-06-15", price: 400_000 }),
          ...sales(1, 300, { date: "2026-10-31" }),
        ],
      },
    ]);
    const { run, stations } = await readHousingRun(database, RUN);
    expect(run.window).toEqual({ from: "2025-11-01", to: "2026-10-31", provisionalFrom: "2026-09-01" });
    const bank = stations.get("Bank");
    expect(bank).toMatchObject({ n: 41, months: 12, flatShare: 1, median: { value: 519_000 } });
    expect(bank?.change?.value).toBeCloseTo(519_000 / 400_000 - 1, 3);
    // The same sales are in the circle of Angel, and in the city once.
    expect(stations.get("Angel")).toMatchObject({ n: 41 });
    expect(run.city).toMatchObject({ n: 41 });
    expect(bank?.byType.flat.n).toBe(41);
    expect(bank?.byType.detached).toMatchObject({ n: 0, median: null });
  });

  test("are those of 36 months for a station with fewer than 30 sales, and say so", async () => {
    const atOval = { ...AT_BANK, station: "Oval", others: [] };
    await loadPlaced(database, RUN, [
      {
        edition: "2026-10-31",
        sales: [
          ...sales(30, 1, { date: "2026-10-31" }),
          ...sales(29, 101, { place: atOval }),
          ...sales(11, 201, { place: atOval, date: "2024-01-15" }),
          // Sold only before the usual window: no row of it names the station.
          ...sales(12, 301, { place: { ...AT_BANK, station: "Brixton", others: [] }, date: "2024-02-15" }),
        ],
      },
    ]);
    const { stations } = await readHousingRun(database, RUN);
    expect(stations.get("Bank")).toMatchObject({ n: 30, months: 12 });
    expect(stations.get("Oval")).toMatchObject({ n: 40, months: 36 });
    expect(stations.get("Brixton")).toMatchObject({ n: 12, months: 36 });
  });

  test("are nothing but n below ten sales", async () => {
    await loadPlaced(database, RUN, [{ edition: "2026-10-31", sales: sales(9, 1, { date: "2026-10-30" }) }]);
    const { stations } = await readHousingRun(database, RUN);
    expect(stations.get("Bank")).toMatchObject({ n: 9, median: null, q1: null, mean: null, change: null });
  });

  test("are at the price level of the index's last month", async () => {
    const priceLevel = { target: "2026-07", factors: { "2026-06": 1.1, "2026-10": 1 } };
    const file = {
      edition: "2026-10-31",
      sales: [...sales(20, 1, { price: 100_000 }), ...sales(20, 101, { price: 110_000, date: "2026-10-31" })],
    };
    await loadPlaced(database, RUN, [file], { priceLevel });
    const { run, stations } = await readHousingRun(database, RUN);
    expect(run.priceLevel).toBe("2026-07");
    expect(stations.get("Bank")).toMatchObject({ median: { value: 110_000, low: 110_000, high: 110_000 } });
    await expect(
      loadPlaced(database, RUN, [file], { priceLevel: { ...priceLevel, factors: { "2026-10": 1 } } }),
    ).rejects.toThrow("The index has no value for 2026-06, in which homes were sold.");
  });

  test("of an older run stay what they were when a newer one is loaded", async () => {
    await loadPlaced(database, RUN, [{ edition: "2026-10-31", sales: sales(40, 1, { date: "2026-10-31" }) }]);
    const before = await readHousingRun(database, RUN);
    await loadPlaced(database, "20261201T070000Z", [
      { edition: "2026-11-30", sales: sales(40, 201, { date: "2026-11-30", price: 900_000 }) },
    ]);
    expect(await readHousingRun(database, RUN)).toEqual(before);
  });
});

describe("whose data the figures are made from", () => {
  const texts = async (runId: string) => {
    const { run } = await readHousingRun(database, runId);
    return { synthetic: run.synthetic, texts: run.attributions.map(({ text }) => text) };
  };
  const noFiles = { postcodes: null };
  const sample = {
    postcodes: { kind: "onspd" as const, synthetic: true, postcodes: 9, areas: { EC: 9 }, withoutPoint: 0 },
  };

  test("is said by a run that loads no sales itself, such as one of listings", async () => {
    await loadPlaced(database, RUN, [{ edition: "2026-10-31", sales: sales(40, 1) }]);
    const before = await texts(RUN);
    expect(before).toEqual({
      synthetic: false,
      texts: [expect.stringContaining("HM Land Registry"), expect.stringContaining("National Statistics")],
    });
    await loadPlaced(database, "20261201T070000Z", [], noFiles);
    expect(await texts("20261201T070000Z")).toEqual(before);
  });

  test("is the sample also if the run that loaded it was an earlier one", async () => {
    const file = { edition: "2026-10-31", synthetic: true, sales: sales(40, 1) };
    await loadPlaced(database, RUN, [file], sample);
    await loadPlaced(database, "20261201T070000Z", [], noFiles);
    expect(await texts("20261201T070000Z")).toEqual({
      synthetic: true,
      texts: [expect.stringContaining("SYNTHETIC")],
    });
  });

  test("is the Land Registry if the sample is loaded beside real sales, which alone count", async () => {
    await loadPlaced(database, RUN, [{ edition: "2026-10-31", sales: sales(40, 1) }]);
    const before = await texts(RUN);
    const file = { edition: "2026-10-31", synthetic: true, sales: sales(40, 101) };
    await loadPlaced(database, "20261201T070000Z", [file], sample);
    expect(await texts("20261201T070000Z")).toEqual(before);
  });
});

describe("a run is refused", () => {
  test("if too many of its rows were rejected, with the commonest reason, and nothing of it is loaded", async () => {
    const store = memoryStore();
    await storePlaced(store, RUN, [{ edition: "2026-10-31", sales: sales(10, 1) }], {
      reasons: [
        { reason: "it has 15 columns instead of 16", records: 2, file: "pp-2026.csv", line: 7 },
        { reason: "its price is £0 or £1", records: 1, file: "pp-2026.csv", line: 9 },
      ],
    });
    const key = `placed/run=${RUN}/manifest.json`;
    const manifest = JSON.parse(Buffer.from(store.objects.get(key) ?? "").toString());
    manifest.files[0].counts = { ...NO_SALES, read: 13, kept: 10, rejected: 3 };
    store.objects.set(key, Buffer.from(JSON.stringify(manifest)));
    await addRun(database, RUN);
    const ports = { store, database, progress: () => {}, ...LIMITS };
    await expect(loadSales({ run: { runId: RUN } }, ports)).rejects.toThrow(
      `3 of 13 rows of sales were rejected (23.1 %; the limit is 5 %), so nothing of run ${RUN} was loaded. The commonest reason: it has 15 columns instead of 16 (2 times, first in pp-2026.csv, line 7).`,
    );
    expect(await database.query("select from schema_housing.sale_versions")).toEqual([]);
  });

  test("if its postcode file has lost a tenth of an area's postcodes since the last one", async () => {
    const file = { edition: "2026-10-31", sales: sales(1, 1) };
    const postcodes = (count: number) => ({
      postcodes: {
        kind: "onspd" as const,
        synthetic: false,
        postcodes: count,
        areas: { EC: count },
        withoutPoint: 0,
      },
    });
    await loadPlaced(database, RUN, [file], postcodes(1000));
    await loadPlaced(database, "20261201T070000Z", [file], postcodes(950));
    await expect(loadPlaced(database, "20270101T070000Z", [file], postcodes(700))).rejects.toThrow(
      "The postcode file has 700 of the 950 postcodes that the last edition had in the area EC.",
    );
  });
});

test("a month that no file has is noted, and no longer after a snapshot", async () => {
  const changes = (month: string) => ({ edition: `${month}-28`, sales: sales(1, Number(month.slice(5))) });
  await loadPlaced(database, "20260801T070000Z", [changes("2026-06")]);
  await loadPlaced(database, "20261001T070000Z", [changes("2026-09")]);
  expect((await readHousingRun(database, "20261001T070000Z")).run.notes).toEqual([
    "No file with the changes of 2026-07, 2026-08 was loaded. Load the files of the years, or the complete one, to have them.",
  ]);
  await loadPlaced(database, "20261101T070000Z", [{ ...changes("2026-09"), kind: "complete" }]);
  expect((await readHousingRun(database, "20261101T070000Z")).run.notes).toEqual([]);
});

describe("listings", () => {
  const listing: Listing = {
    ...{
      ad_id: "7",
      link: "https://example.org/7",
      price: 650_000.5,
      bedrooms: 2,
      bathrooms: 1,
      living_rooms: null,
    },
    ...{ address: "1 High Street", distance: 0.3, subway_station: "Bank" },
  };

  async function loadListings(runId: string, files: Parameters<typeof storePlaced>[2]): Promise<void> {
    const store = memoryStore();
    const file = await writeFile(store, placedListingsKey(runId), 1, encodeListings([listing]));
    await storePlaced(store, runId, files, { listings: { read: 1, rejected: 0, file } });
    await addRun(database, runId);
    await loadSales({ run: { runId } }, { store, database, progress: () => {}, ...LIMITS });
  }

  test("are in the original's table, and are prices as long as there are no sales", async () => {
    await loadListings(RUN, []);
    expect(await database.query("select * from schema_housing.zoopla")).toEqual([
      { ...listing, price: "650000.5", distance: "0.3", source: "listing", date: null },
    ]);
    expect(await database.query("select * from london_schema.housing_prices")).toEqual([
      { subway_station: "Bank", price: "650000.5" },
    ]);
    await loadListings(RUN, [{ edition: "2026-10-31", sales: sales(1, 1, { date: "2026-10-31" }) }]);
    expect(
      await database.query(
        "select source, subway_station, distance from schema_housing.zoopla order by 1, 2",
      ),
    ).toEqual([
      { source: "listing", subway_station: "Bank", distance: "0.3" },
      { source: "sale", subway_station: "Angel", distance: "0.56" },
      { source: "sale", subway_station: "Bank", distance: "0.06" },
    ]);
    expect(await database.query("select * from london_schema.housing_prices order by 1")).toEqual([
      { subway_station: "Angel", price: "500000" },
      { subway_station: "Bank", price: "500000" },
    ]);
  });
});
