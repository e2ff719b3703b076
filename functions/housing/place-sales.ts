import { z } from "zod";
import { parsePriceIndex } from "../../analysis/housing/price-level.ts";
import type { PlacedSale } from "../../analysis/housing/sale.ts";
import { salesScanner } from "../../analysis/housing/sales-scanner.ts";
import { distance, measured } from "../../analysis/places/distance.ts";
import { stationFinder } from "../../analysis/places/nearest.ts";
import type { Station } from "../../analysis/places/station.ts";
import { AnalysisFailed, InvalidInput } from "../errors.ts";
import type { ObjectStore, Progress } from "../ports.ts";
import { STATIONS_KEY } from "../posts/keys.ts";
import { parseStations } from "../posts/stations.ts";
import { encodeJson, readJson, sha256, writeFile } from "../runs/manifest.ts";
import { type InputFile, InputManifest } from "./input-files.ts";
import {
  housingQuarantinePrefix,
  inputManifestKey,
  placedListingsKey,
  placedManifestKey,
  placedPrefix,
  placedSalesKey,
} from "./keys.ts";
import { encodeListings, parseListings } from "./listings.ts";
import { addCounts, countsOf, NO_SALES, type PlacedFile, PlacedManifest } from "./placed-manifest.ts";
import { type PostcodeFiles, readPostcodes } from "./postcode-files.ts";
import { openQuarantine, type Quarantine } from "./quarantine.ts";
import { type MeasureOthers, saleTable } from "./sale-table.ts";
import { readTables } from "./tables.ts";

const State = z.object({ run: z.object({ runId: z.string(), scheduledTime: z.string() }) });

export interface PlaceSalesPorts {
  readonly store: ObjectStore;
  readonly progress: Progress;
  readonly codeVersion: string;
}

export interface Placed {
  /** Rows of sales that are kept or that replace others. */
  readonly sales: number;
  readonly rejected: number;
}

/**
 * Reads the run's files as streams, finds the place of each sale, and stores the placed rows, the rejected ones, and last
 * the manifest. It starts from the beginning if it was killed, and writes the same objects again. Throws InvalidInput for
 * a file that cannot be used at all.
 */
export async function placeSales(event: unknown, ports: PlaceSalesPorts): Promise<Placed> {
  const { run } = State.parse(event);
  const { store, codeVersion } = ports;
  const inputBody = await store.read(inputManifestKey(run.runId));
  const input = await readJson(store, inputManifestKey(run.runId), InputManifest);
  if (input === undefined || inputBody === undefined)
    throw new AnalysisFailed(`There is no ${inputManifestKey(run.runId)}: the files were not fetched.`);
  const stationsFile = await store.read(STATIONS_KEY);
  if (stationsFile === undefined) throw new AnalysisFailed(`There is no stations file at ${STATIONS_KEY}.`);
  const madeFrom = { input: sha256(inputBody), stations: sha256(stationsFile) };
  const done = await readJson(store, placedManifestKey(run.runId), PlacedManifest);
  if (done !== undefined && isSame(done, { codeVersion, madeFrom })) return answerOf(done);

  const stations = parseStations(stationsFile, STATIONS_KEY);
  const quarantine = openQuarantine(store, run.runId);
  const files = (kind: InputFile["kind"]) => input.files.filter((file) => file.kind === kind);
  const postcodes = await openPostcodes(store, files("sales"), files("postcodes"), stations);
  const placing = {
    runId: run.runId,
    today: run.scheduledTime.slice(0, 10),
    quarantine,
    parts: 0,
    measureOthers: othersOf(stations),
  };
  const placed: PlacedFile[] = [];
  if (postcodes !== null)
    for (const file of files("sales")) placed.push(await placeFile(file, postcodes, placing, ports));
  const manifest: PlacedManifest = {
    runId: run.runId,
    codeVersion,
    madeFrom,
    files: withEditions(placed),
    postcodes: postcodes && describePostcodes(postcodes, files("postcodes")),
    listings: await placeListings(store, files("listings"), stations, placing),
    priceLevel: await readPriceLevel(store, files("index")),
    ...(await quarantine.close()),
    notes: [...input.notes, ...notesOf(postcodes)],
  };
  await removeUnlisted(store, manifest);
  await store.write(placedManifestKey(run.runId), encodeJson(manifest));
  return answerOf(manifest);
}

const isSame = (
  { codeVersion, madeFrom }: PlacedManifest,
  wanted: Pick<PlacedManifest, "codeVersion" | "madeFrom">,
): boolean =>
  codeVersion === wanted.codeVersion &&
  madeFrom.input === wanted.madeFrom.input &&
  madeFrom.stations === wanted.madeFrom.stations;

function answerOf(manifest: PlacedManifest): Placed {
  const { kept, replaced, rejected } = countsOf(manifest);
  return { sales: kept + replaced, rejected };
}

async function openPostcodes(
  store: ObjectStore,
  sales: readonly InputFile[],
  postcodes: readonly InputFile[],
  stations: readonly Station[],
): Promise<PostcodeFiles | null> {
  if (sales.length === 0) return null;
  if (postcodes.length === 0)
    throw new InvalidInput("There are sales and no postcode file, so no sale can be placed.", {
      hint: "Give ONSPD or Code-Point Open as well: docs/prices.md says where to get them.",
    });
  return await readPostcodes(store, postcodes, stationFinder(stations));
}

const describePostcodes = (
  { table, kind, withoutPoint }: PostcodeFiles,
  files: readonly InputFile[],
): PlacedManifest["postcodes"] => ({
  kind,
  synthetic: files.some(({ synthetic }) => synthetic),
  postcodes: table.size,
  areas: { ...table.areas },
  withoutPoint,
});

/** No row of a file is passed over without a word. */
function notesOf(postcodes: PostcodeFiles | null): string[] {
  if (postcodes === null || postcodes.unusable === 0) return [];
  const rows = postcodes.unusable.toLocaleString("en");
  return [`Rows of the postcode file that are no postcode with a position, and were left out: ${rows}.`];
}

/** The distances of the other stations; the sales of a postcode share them. */
function othersOf(stations: readonly Station[]): MeasureOthers {
  const measuredStations = new Map(stations.map((station) => [station.name, measured(station)]));
  return (place) => {
    const from = measured(place);
    return place.others.map((station) => {
      const to = measuredStations.get(station);
      return { station, metres: to === undefined ? 0 : Math.round(distance(from, to)) };
    });
  };
}

interface Placing {
  readonly runId: string;
  readonly today: string;
  readonly quarantine: Quarantine;
  readonly measureOthers: MeasureOthers;
  /** The number of the next part. */
  parts: number;
}

const ROWS_IN_PART = 50_000;
/** So much is scanned between two looks at what has gathered. */
const STEP_BYTES = 4 * 1024 * 1024;

async function placeFile(
  file: InputFile,
  { table: postcodes }: PostcodeFiles,
  placing: Placing,
  { store, progress }: PlaceSalesPorts,
): Promise<PlacedFile> {
  const { runId, today, quarantine, measureOthers } = placing;
  const parts: PlacedFile["parts"] = [];
  let counts = NO_SALES;
  let latest: string | null = null;
  let table = saleTable(measureOthers);
  const flush = async (): Promise<void> => {
    if (table.length === 0) return;
    parts.push(await writeFile(store, placedSalesKey(runId, placing.parts++), table.length, table.encode()));
    table = saleTable(measureOthers);
  };
  for await (const { name, bytes } of readTables(store, file)) {
    const scanner = salesScanner({
      postcodes,
      today,
      onSale: (sale: PlacedSale) => table.add(sale),
      onRejected: (row) => quarantine.add(name, row),
    });
    let scanned = 0;
    for await (const chunk of bytes()) {
      for (let start = 0; start < chunk.length; start += STEP_BYTES) {
        scanner.write(chunk.subarray(start, start + STEP_BYTES));
        if (table.length >= ROWS_IN_PART) await flush();
        await quarantine.rest();
      }
      scanned += chunk.length;
      progress(Math.round(scanned / 1e6), null, "MB");
    }
    const { latestDate, ...ofTable } = scanner.end();
    counts = addCounts(counts, ofTable);
    if (latestDate !== null && (latest === null || latestDate > latest)) latest = latestDate;
  }
  await flush();
  const { name, source, synthetic } = file;
  return {
    name,
    source,
    sha256: file.sha256,
    synthetic,
    // The sample is all that there is of its kind: a newer one replaces it.
    ...(synthetic ? { kind: "complete" as const, year: null } : salesKind(name)),
    edition: latest,
    counts,
    parts,
    placedSha256: sha256(JSON.stringify([file.sha256, ...parts.map((part) => part.sha256)])),
  };
}

/** What a file of the Land Registry lists, by its name: `pp-complete.csv`, `pp-2025.csv`, `pp-2025-part1.csv`. */
export function salesKind(name: string): Pick<PlacedFile, "kind" | "year"> {
  if (/^pp-complete\b/i.test(name)) return { kind: "complete", year: null };
  const year = /^pp-((?:19|20)\d\d)(?=[.-])(?!-part)/i.exec(name)?.[1];
  return year === undefined ? { kind: "changes", year: null } : { kind: "year", year: Number(year) };
}

/** The files of the years are published together, so all of them reach as far as the newest. */
function withEditions(files: readonly PlacedFile[]): PlacedFile[] {
  const newest = files
    .filter(({ kind }) => kind === "year")
    .map(({ edition }) => edition ?? "")
    .reduce((left, right) => (left > right ? left : right), "");
  return files.map((file) => (file.kind === "year" && newest !== "" ? { ...file, edition: newest } : file));
}

async function placeListings(
  store: ObjectStore,
  files: readonly InputFile[],
  stations: readonly Station[],
  { runId, quarantine }: Placing,
): Promise<PlacedManifest["listings"]> {
  if (files.length === 0) return null;
  const names = new Set(stations.map(({ name }) => name));
  let rejected = 0;
  const listings = [];
  for (const file of files)
    for await (const { name, bytes } of readTables(store, file))
      listings.push(
        ...parseListings(await gather(bytes()), name, names, (row) => {
          rejected++;
          quarantine.add(name, row);
        }),
      );
  const file = await writeFile(store, placedListingsKey(runId), listings.length, encodeListings(listings));
  return { read: listings.length + rejected, rejected, file };
}

async function readPriceLevel(
  store: ObjectStore,
  files: readonly InputFile[],
): Promise<PlacedManifest["priceLevel"]> {
  for (const file of files)
    for await (const { name, bytes } of readTables(store, file)) {
      const text = new TextDecoder().decode(await gather(bytes()));
      try {
        const { target, factors } = parsePriceIndex(text);
        return { target, factors: Object.fromEntries(factors) };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new InvalidInput(`The index file ${name} cannot be used: ${error.message}`, { cause: error });
      }
    }
  return null;
}

async function gather(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a killed run, or another version of the code, has left under the run's prefixes goes. */
async function removeUnlisted(store: ObjectStore, manifest: PlacedManifest): Promise<void> {
  const { runId, files, listings, quarantine } = manifest;
  const listed = new Set([
    placedManifestKey(runId),
    ...files.flatMap(({ parts }) => parts.map(({ key }) => key)),
    ...(listings === null ? [] : [listings.file.key]),
    ...quarantine.map(({ key }) => key),
  ]);
  const keys = [
    ...(await store.list(placedPrefix(runId))),
    ...(await store.list(housingQuarantinePrefix(runId))),
  ];
  await store.remove(keys.filter((key) => !listed.has(key)));
}
