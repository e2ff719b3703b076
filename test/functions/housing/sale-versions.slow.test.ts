import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { migrate } from "../../../functions/adapters/database/migrate.ts";
import type { Database } from "../../../functions/ports.ts";
import { testDatabases } from "../../support/database.ts";
import { depth, REPEAT, SEED } from "../../support/depth.ts";
import { loadPlaced, saleId, type TestFile, type TestSale } from "../../support/housing/placed-run.ts";

const newDatabase = testDatabases();
let database: Database;
beforeEach(async () => {
  const place = await newDatabase();
  database = place.database;
  await migrate(place.connection);
});

/** The current sales: id, day and price. */
const current = (): Promise<object[]> =>
  database.query(
    "select sale_id as id, to_char(date, 'YYYY-MM-DD') as date, price from schema_housing.sales order by sale_id",
  );

const RUNS = [
  "20261101T070000Z",
  "20261201T070000Z",
  "20270101T070000Z",
  "20270201T070000Z",
  "20270301T070000Z",
];

describe("the current version of a sale", () => {
  test("is that of the newest file, in whichever order files are loaded, and however often", async () => {
    await fc
      .assert(
        fc.asyncProperty(FILES, async (files) => {
          await database.query("delete from citypulse.runs");
          expect(await current()).toEqual([]);
          for (const [index, file] of files.entries()) await loadPlaced(database, RUNS[index] ?? "", [file]);
          expect(await current()).toEqual(stateAfter(files));
        }),
        { numRuns: depth({ usual: 40, deep: 600 }), seed: SEED, examples: KNOWN },
      )
      .catch((error: unknown) => {
        throw new Error(REPEAT, { cause: error });
      });
  });

  test("is that of the run before if the newest run is removed", async () => {
    await loadPlaced(database, "20261101T070000Z", [
      { edition: "2026-09-30", sales: [{ id: saleId(1), price: 10 }] },
    ]);
    await loadPlaced(database, "20261201T070000Z", [
      {
        edition: "2026-10-31",
        sales: [
          { id: saleId(1), price: 20, status: "C" },
          { id: saleId(2), price: 30 },
        ],
      },
    ]);
    expect(await current()).toMatchObject([{ price: 20 }, { price: 30 }]);
    await database.query("delete from citypulse.runs where run_id = '20261201T070000Z'");
    expect(await current()).toMatchObject([{ price: 10 }]);
    expect(await database.query("select count(*)::int as n from schema_housing.sale_versions")).toEqual([
      { n: 1 },
    ]);
  });

  test("is stored once if two runs have the same file, and stays until the last of them is removed", async () => {
    const file: TestFile = { edition: "2026-09-30", sales: [{ id: saleId(1) }] };
    await loadPlaced(database, "20261101T070000Z", [file]);
    await loadPlaced(database, "20261201T070000Z", [file]);
    expect(await database.query("select count(*)::int as n from schema_housing.sale_versions")).toEqual([
      { n: 1 },
    ]);
    await database.query("delete from citypulse.runs where run_id = '20261101T070000Z'");
    expect(await current()).toHaveLength(1);
    await database.query("delete from citypulse.runs where run_id = '20261201T070000Z'");
    expect(await database.query("select from schema_housing.sales_files")).toEqual([]);
  });

  test("is never a synthetic one as soon as there are true sales", async () => {
    await loadPlaced(database, "20261101T070000Z", [
      { edition: "2026-10-31", kind: "complete", synthetic: true, sales: [{ id: saleId(1) }] },
    ]);
    expect(await current()).toHaveLength(1);
    await loadPlaced(database, "20261201T070000Z", [{ edition: "2026-09-30", sales: [{ id: saleId(2) }] }]);
    expect(await current()).toMatchObject([{ id: saleId(2) }]);
  });

  test("is that of the last attempt if a run is loaded again from other files", async () => {
    await loadPlaced(database, "20261101T070000Z", [{ edition: "2026-09-30", sales: [{ id: saleId(1) }] }]);
    await loadPlaced(database, "20261101T070000Z", [{ edition: "2026-09-30", sales: [{ id: saleId(2) }] }]);
    expect(await current()).toMatchObject([{ id: saleId(2) }]);
  });
});

/** A plain model: each file in the order of its edition is applied to the sales that are known. */
function stateAfter(files: readonly TestFile[]): object[] {
  const known = new Map<string, TestSale>();
  const ordered = files
    .map((file, index) => ({ file, index }))
    .sort(
      (left, right) =>
        compare(left.file.edition, right.file.edition) ||
        Number(left.file.kind !== "changes") - Number(right.file.kind !== "changes") ||
        left.index - right.index,
    );
  for (const { file } of ordered) {
    for (const [id, sale] of known) {
      const isInScope =
        file.kind === "complete" || (file.kind === "year" && sale.date?.startsWith(String(file.year)));
      if (isInScope) known.delete(id);
    }
    for (const sale of file.sales)
      if (sale.place === null) known.delete(sale.id);
      else known.set(sale.id, sale);
  }
  return [...known.values()]
    .map(({ id, date, price }) => ({ id, date, price }))
    .sort((left, right) => compare(left.id, right.id));
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Six sales, so that files meet, on days of two years. */
const SALE = fc
  .record({
    number: fc.integer({ min: 1, max: 6 }),
    price: fc.integer({ min: 100_000, max: 100_009 }),
    year: fc.constantFrom(2025, 2026),
    what: fc.constantFrom("added", "changed", "moved away", "deleted"),
  })
  .map(({ number, price, year, what }): TestSale & { readonly date: string } => ({
    id: saleId(number),
    price,
    date: `${year}-03-0${number}`,
    status: what === "added" ? "A" : what === "deleted" ? "D" : "C",
    ...(what === "moved away" || what === "deleted" ? { place: null } : {}),
  }));

const FILES: fc.Arbitrary<TestFile[]> = fc.array(
  fc
    .record({
      kind: fc.constantFrom("changes" as const, "changes" as const, "year" as const, "complete" as const),
      year: fc.constantFrom(2025, 2026),
      month: fc.integer({ min: 1, max: 4 }),
      sales: fc.uniqueArray(SALE, { maxLength: 5, selector: ({ id }) => id }),
    })
    .map(({ kind, year, month, sales }): TestFile => {
      const edition = `2026-0${month}-28`;
      if (kind === "changes") return { kind, edition, sales };
      // A snapshot has additions only, and a year's are of that year.
      const listed = sales
        .filter(({ place, date }) => place !== null && (kind === "complete" || date.startsWith(String(year))))
        .map((sale): TestSale => ({ ...sale, status: "A" }));
      return { kind, edition, sales: listed, ...(kind === "year" ? { year } : {}) };
    }),
  { minLength: 1, maxLength: RUNS.length },
);

/** A change before the addition, a deletion of a sale that was never seen, a year that lost a sale. */
const KNOWN: [TestFile[]][] = [
  [
    [
      {
        kind: "changes",
        edition: "2026-02-28",
        sales: [{ id: saleId(1), price: 2, date: "2025-03-01", status: "C" }],
      },
      { kind: "changes", edition: "2026-01-28", sales: [{ id: saleId(1), price: 1, date: "2025-03-01" }] },
    ],
  ],
  [
    [
      {
        kind: "changes",
        edition: "2026-02-28",
        sales: [{ id: saleId(1), date: "2025-03-01", status: "D", place: null }],
      },
    ],
  ],
  [
    [
      { kind: "changes", edition: "2026-01-28", sales: [{ id: saleId(1), price: 1, date: "2025-03-01" }] },
      { kind: "year", year: 2025, edition: "2026-02-28", sales: [] },
    ],
  ],
];
