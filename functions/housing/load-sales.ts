import { z } from "zod";
import { dataMonth, missingMonths, type PriceWindow } from "../../analysis/housing/window.ts";
import { AnalysisFailed, InvalidInput, messageOf } from "../errors.ts";
import type { Database, ObjectStore, Progress, Transaction } from "../ports.ts";
import { type ManifestFile, readJson, readListedFile } from "../runs/manifest.ts";
import { placedManifestKey } from "./keys.ts";
import { decodeListings, LISTING_COLUMNS } from "./listings.ts";
import { countsOf, type PlacedFile, PlacedManifest, totalExcluded } from "./placed-manifest.ts";
import { refuseSmallerEdition } from "./postcode-files.ts";
import { decodeSaleTable, SALE_COLUMNS } from "./sale-table.ts";
import { storeStationPrices } from "./station-prices.ts";

const State = z.object({ run: z.object({ runId: z.string() }) });

export interface LoadSalesPorts {
  readonly store: ObjectStore;
  readonly database: Database;
  readonly progress: Progress;
  /** A run with a larger share of rejected rows fails, and nothing of it is loaded. */
  readonly maxRejectedShare: number;
  /** The length of the window in months. */
  readonly windowMonths: number;
}

/**
 * Loads the placed files, decides which version of each sale is the current one, and derives the run's figures: all of it
 * in one transaction, so a reader sees the run before or the run after. A file that is stored already is only linked.
 * Throws InvalidInput if too much was rejected or the postcode file has shrunk, AnalysisFailed, DatabaseUnavailable.
 */
export async function loadSales(event: unknown, ports: LoadSalesPorts): Promise<{ readonly sales: number }> {
  const { run } = State.parse(event);
  const { store, database } = ports;
  const key = placedManifestKey(run.runId);
  const manifest = await readJson(store, key, PlacedManifest);
  if (manifest === undefined) throw new AnalysisFailed(`There is no ${key}: the sales were not placed.`);
  refuseTooManyRejections(manifest, ports.maxRejectedShare);
  await database.transaction(async (transaction) => {
    await refuseShrunkPostcodes(transaction, manifest);
    await writeRun(transaction, manifest);
    await loadFiles(transaction, manifest, ports);
    await loadListings(transaction, manifest, store);
    await transaction.query("analyze schema_housing.sale_versions, schema_housing.run_files");
    await transaction.query("select schema_housing.settle_sales()");
    const lastMonth = await readLastMonth(transaction);
    if (lastMonth === null) return;
    const settings = { lastMonth, months: ports.windowMonths, priceLevel: manifest.priceLevel };
    await writeWindow(transaction, manifest, await storeStationPrices(transaction, run.runId, settings));
  });
  const { kept, replaced } = countsOf(manifest);
  return { sales: kept + replaced };
}

function refuseTooManyRejections(manifest: PlacedManifest, maximumShare: number): void {
  const { listings, reasons, runId } = manifest;
  const commonest = reasons[0];
  const sales = countsOf(manifest);
  const groups = [
    { name: "rows of sales", read: sales.read, rejected: sales.rejected },
    { name: "listings", read: listings?.read ?? 0, rejected: listings?.rejected ?? 0 },
  ];
  const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;
  for (const { name, read, rejected } of groups) {
    const share = read === 0 ? 0 : rejected / read;
    if (commonest === undefined || share <= maximumShare) continue;
    throw new InvalidInput(
      `${rejected} of ${read} ${name} were rejected (${percent(share)}; the limit is ${percent(maximumShare)}), ` +
        `so nothing of run ${runId} was loaded. The commonest reason: ${commonest.reason} ` +
        `(${commonest.records} times, first in ${commonest.file}, line ${commonest.line}).`,
      { hint: `Each rejected row is stored with its reason under quarantine/housing/run=${runId}/.` },
    );
  }
}

async function refuseShrunkPostcodes(transaction: Transaction, manifest: PlacedManifest): Promise<void> {
  const { postcodes, runId } = manifest;
  if (postcodes === null || postcodes.synthetic) return;
  const [previous] = await transaction.query<{ areas: Record<string, number> }>(
    `select h.postcode_areas as areas from citypulse.housing_runs h join citypulse.runs r using (pipeline, run_id)
     where h.postcodes = $1 and h.postcode_areas <> '{}' and h.run_id <> $2
     order by r.scheduled_time desc, h.run_id desc limit 1`,
    [postcodes.kind, runId],
  );
  if (previous !== undefined) refuseSmallerEdition(previous.areas, postcodes.areas);
}

async function writeRun(transaction: Transaction, manifest: PlacedManifest): Promise<void> {
  const { runId, files, postcodes, listings, notes, priceLevel, codeVersion } = manifest;
  const counts = countsOf(manifest);
  const sources = [...files.map(({ name }) => name), ...(listings === null ? [] : ["listings"])];
  await transaction.query(
    "update citypulse.runs set code_version = $2 where pipeline = 'housing' and run_id = $1",
    [runId, codeVersion],
  );
  const written = await transaction.query(
    `insert into citypulse.housing_runs
       (run_id, source, synthetic, sales_read, kept, replaced, deleted, excluded, rejected, excluded_by, listings,
        price_level, postcodes, postcode_areas, notes)
     select run_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
     from citypulse.runs where pipeline = 'housing' and run_id = $1
     on conflict (run_id) do update set
       source = excluded.source, synthetic = excluded.synthetic, sales_read = excluded.sales_read,
       kept = excluded.kept, replaced = excluded.replaced, deleted = excluded.deleted, excluded = excluded.excluded,
       rejected = excluded.rejected, excluded_by = excluded.excluded_by, listings = excluded.listings,
       price_level = excluded.price_level, postcodes = excluded.postcodes,
       postcode_areas = excluded.postcode_areas, notes = excluded.notes
     returning run_id`,
    [
      runId,
      sources.join(", "),
      files.some(({ synthetic }) => synthetic),
      counts.read,
      counts.kept,
      counts.replaced,
      counts.deleted,
      totalExcluded(counts),
      counts.rejected,
      JSON.stringify(counts.excluded),
      listings === null ? 0 : listings.file.rows,
      priceLevel?.target ?? null,
      postcodes?.kind ?? null,
      // Those of the sample are no edition that a later one is compared with.
      JSON.stringify(postcodes === null || postcodes.synthetic ? {} : postcodes.areas),
      JSON.stringify(notes),
    ],
  );
  if (written.length === 0)
    throw new AnalysisFailed(`Run ${runId} has no row in citypulse.runs, so nothing was loaded.`, {
      hint: "It was removed in the meantime. Start the run again with the same id.",
    });
}

async function loadFiles(
  transaction: Transaction,
  { runId, files }: PlacedManifest,
  ports: LoadSalesPorts,
): Promise<void> {
  const total = files.flatMap(({ parts }) => parts).reduce((sum, { rows }) => sum + rows, 0);
  const linked: number[] = [];
  let rows = 0;
  for (const file of files) {
    // Without a row that can be used it says nothing.
    if (file.edition === null) continue;
    const { fileId, isNew } = await storeFile(transaction, file);
    linked.push(fileId);
    for (const part of file.parts) {
      if (isNew) await copyRows(transaction, fileId, part, ports.store);
      rows += part.rows;
      ports.progress(rows, total, "rows");
    }
    await transaction.query(
      `insert into schema_housing.run_files (run_id, file_id, edition) values ($1, $2, $3)
       on conflict (run_id, file_id) do update set edition = excluded.edition`,
      [runId, fileId, file.edition],
    );
  }
  // What an earlier attempt at this run had loaded from other files.
  await transaction.query(
    "delete from schema_housing.run_files where run_id = $1 and file_id <> all($2::integer[])",
    [runId, linked],
  );
}

/** The file's row, which may be there already: then its sales are too. */
async function storeFile(
  transaction: Transaction,
  { placedSha256, name, source, sha256, synthetic, kind, year }: PlacedFile,
): Promise<{ readonly fileId: number; readonly isNew: boolean }> {
  const [added] = await transaction.query<{ file_id: number }>(
    `insert into schema_housing.sales_files (placed_sha256, name, source, sha256, synthetic, kind, year)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (placed_sha256) do nothing returning file_id`,
    [placedSha256, name, source, sha256, synthetic, kind, year],
  );
  if (added !== undefined) return { fileId: added.file_id, isNew: true };
  const [known] = await transaction.query<{ file_id: number }>(
    "select file_id from schema_housing.sales_files where placed_sha256 = $1",
    [placedSha256],
  );
  if (known === undefined) throw new AnalysisFailed(`The file ${name} was removed while it was loaded.`);
  return { fileId: known.file_id, isNew: false };
}

async function copyRows(
  transaction: Transaction,
  fileId: number,
  part: ManifestFile,
  store: ObjectStore,
): Promise<void> {
  const decoded = await decodeSaleTable(await readListedFile(store, part)).catch((cause: unknown) => {
    throw new AnalysisFailed(`The object ${part.key} is not a table of sales (${messageOf(cause)}).`, {
      hint: "docs/data-contract.md says which columns, types and compression it must have.",
      cause,
    });
  });
  await transaction.copy("schema_housing.sale_versions", ["file_id", ...SALE_COLUMNS], decoded.rows(fileId));
}

async function loadListings(
  transaction: Transaction,
  { runId, listings }: PlacedManifest,
  store: ObjectStore,
): Promise<void> {
  await transaction.query("delete from schema_housing.listings where run_id = $1", [runId]);
  if (listings === null) return;
  const decoded = await decodeListings(await readListedFile(store, listings.file));
  await transaction.copy("schema_housing.listings", ["run_id", ...LISTING_COLUMNS], decoded.rows(runId));
}

/** The last complete month of the current sales, `YYYY-MM`; null if there are none. */
async function readLastMonth(transaction: Transaction): Promise<string | null> {
  const [row] = await transaction.query<{ latest: string | null }>(
    "select to_char(max(date), 'YYYY-MM-DD') as latest from schema_housing.sales",
  );
  return row?.latest == null ? null : dataMonth(row.latest);
}

/**
 * Stores the window of the run's figures, and whose data they are made from: the current sales, which earlier runs can have
 * loaded. A run of listings alone, or of the sample beside real sales, brings none of them.
 */
async function writeWindow(
  transaction: Transaction,
  { runId, notes }: PlacedManifest,
  window: PriceWindow,
): Promise<void> {
  const missed = await readMissedMonths(transaction);
  const note =
    missed.length === 0
      ? []
      : [
          `No file with the changes of ${missed.join(", ")} was loaded. Load the files of the years, or the complete one, to have them.`,
        ];
  await transaction.query(
    `update citypulse.housing_runs
     set window_from = $2, window_to = $3, provisional_from = $4, notes = $5,
         synthetic = exists (select from schema_housing.sales where synthetic),
         postcodes = coalesce(
           (select h.postcodes
            from citypulse.housing_runs h join citypulse.runs r using (pipeline, run_id)
            where h.postcode_areas <> '{}' and r.scheduled_time <= (
              select scheduled_time from citypulse.runs where pipeline = 'housing' and run_id = $1
            )
            order by r.scheduled_time desc, h.run_id desc limit 1),
           postcodes
         )
     where run_id = $1`,
    [runId, window.from, window.to, window.provisionalFrom, JSON.stringify([...notes, ...note])],
  );
}

/** The months since the newest snapshot of which no file with changes was loaded, up to the newest one. */
async function readMissedMonths(transaction: Transaction): Promise<string[]> {
  const editions = await transaction.query<{ kind: string; edition: string }>(
    `select f.kind, to_char(l.edition, 'YYYY-MM-DD') as edition
     from schema_housing.run_files l join schema_housing.sales_files f using (file_id) where not f.synthetic`,
  );
  const newestSnapshot = editions
    .filter(({ kind }) => kind !== "changes")
    .map(({ edition }) => edition)
    .sort()
    .at(-1);
  const months = editions.filter(({ kind }) => kind === "changes").map(({ edition }) => dataMonth(edition));
  return missingMonths(newestSnapshot ?? null, months);
}
