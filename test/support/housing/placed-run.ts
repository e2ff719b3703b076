import type { PlacedSale, SalePlace } from "../../../analysis/housing/sale.ts";
import { placedManifestKey, placedSalesKey } from "../../../functions/housing/keys.ts";
import { loadSales } from "../../../functions/housing/load-sales.ts";
import {
  NO_SALES,
  type PlacedFile,
  type PlacedManifest,
} from "../../../functions/housing/placed-manifest.ts";
import { saleTable } from "../../../functions/housing/sale-table.ts";
import type { Database, ObjectStore } from "../../../functions/ports.ts";
import { encodeJson, sha256, writeFile } from "../../../functions/runs/manifest.ts";
import { memoryStore } from "../memory-store.ts";

/** A sale of a test: what is omitted is the same for all. */
export type TestSale = Partial<PlacedSale> & Pick<PlacedSale, "id">;

/** A file of sales as PlaceSales leaves it. */
export interface TestFile {
  readonly name?: string;
  readonly kind?: PlacedFile["kind"];
  readonly year?: number;
  readonly edition: string;
  readonly synthetic?: boolean;
  readonly sales: readonly TestSale[];
}

/** The id of a sale with this number. */
export const saleId = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

export const AT_BANK: SalePlace = {
  station: "Bank",
  metres: 100,
  others: ["Angel"],
  latitude: 51.513,
  longitude: -0.089,
};

const saleOf = (sale: TestSale, index: number): PlacedSale => ({
  line: index + 1,
  status: "A",
  price: 500_000,
  date: "2026-10-15",
  postcode: "EC3V 3LA",
  type: "F",
  isNew: false,
  tenure: "L",
  paon: "1",
  saon: "",
  street: "CORNHILL",
  locality: "",
  town: "LONDON",
  district: "CITY OF LONDON",
  county: "GREATER LONDON",
  category: "A",
  place: AT_BANK,
  ...sale,
});

/** Stores the files as placed ones of the run, with a manifest. */
export async function storePlaced(
  store: ObjectStore,
  runId: string,
  files: readonly TestFile[],
  more: Partial<PlacedManifest> = {},
): Promise<void> {
  let parts = 0;
  const placed: PlacedFile[] = [];
  for (const [number, file] of files.entries()) {
    const table = saleTable(({ others }) => others.map((station) => ({ station, metres: 900 })));
    for (const [index, sale] of file.sales.entries()) table.add(saleOf(sale, index));
    const key = placedSalesKey(runId, parts++);
    const part = await writeFile(store, key, table.length, table.encode());
    placed.push({
      name: file.name ?? `file-${number}.csv`,
      source: "a test",
      sha256: part.sha256,
      synthetic: file.synthetic ?? false,
      kind: file.kind ?? "changes",
      year: file.year ?? null,
      edition: file.edition,
      counts: { ...NO_SALES, read: file.sales.length, kept: file.sales.length },
      parts: [part],
      placedSha256: sha256(JSON.stringify([file.kind, file.year, part.sha256])),
    });
  }
  const manifest: PlacedManifest = {
    runId,
    codeVersion: "test",
    madeFrom: { input: "", stations: "" },
    files: placed,
    postcodes: { kind: "onspd", synthetic: false, postcodes: 100, areas: { EC: 100 }, withoutPoint: 0 },
    listings: null,
    priceLevel: null,
    reasons: [],
    quarantine: [],
    notes: [],
    ...more,
  };
  await store.write(placedManifestKey(runId), encodeJson(manifest));
}

/** Gives the run a row, and loads the files. */
export async function loadPlaced(
  database: Database,
  runId: string,
  files: readonly TestFile[],
  more: Partial<PlacedManifest> = {},
): Promise<void> {
  const store = memoryStore();
  await storePlaced(store, runId, files, more);
  await addRun(database, runId);
  await loadSales({ run: { runId } }, { store, database, progress: () => {}, ...LIMITS });
}

export const LIMITS = { maxRejectedShare: 0.05, windowMonths: 12 };

/** The run as PrepareDatabase opens it. Its id is its scheduled time, `20261101T070000Z`. */
export async function addRun(database: Database, runId: string): Promise<void> {
  const time = runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  await database.query(
    `insert into citypulse.runs (pipeline, run_id, scheduled_time, batch_nr, status, execution, code_version, started_at)
     values ('housing', $1, $2, 20261101, 'running', 'test', 'test', $2) on conflict do nothing`,
    [runId, time],
  );
}
