import { partName } from "../runs/manifest.ts";

/** Where files, placed sales and what is published of them are stored: every key derives from the run's id. See docs/data-contract.md. */

export const inputPrefix = (runId: string): string => `input/housing/run=${runId}/`;
/** A part of the run's file with this number and name; the name is made safe for keys. */
export const inputPartKey = (runId: string, file: number, name: string, part: number): string =>
  `${inputPrefix(runId)}${String(file).padStart(2, "0")}-${safeName(name)}/part-${partName(part)}`;
export const inputManifestKey = (runId: string): string => `${inputPrefix(runId)}manifest.json`;
/** How far the run has come with fetching; removed when it has all files. */
export const inputProgressKey = (runId: string): string => `${inputPrefix(runId)}progress.json`;
/** What downloads remember from run to run: the version of each address, and where its file is stored. */
export const SOURCES_KEY = "input/housing/sources.json";

export const placedPrefix = (runId: string): string => `placed/run=${runId}/`;
export const placedSalesKey = (runId: string, part: number): string =>
  `${placedPrefix(runId)}sales/part-${partName(part)}.parquet`;
export const placedListingsKey = (runId: string): string =>
  `${placedPrefix(runId)}listings/part-00000.parquet`;
export const placedManifestKey = (runId: string): string => `${placedPrefix(runId)}manifest.json`;

export const housingQuarantinePrefix = (runId: string): string => `quarantine/housing/run=${runId}/`;
export const housingQuarantineKey = (runId: string, part: number): string =>
  `${housingQuarantinePrefix(runId)}part-${partName(part)}.jsonl`;

export const HOUSING_LATEST_KEY = "published/housing/latest.json";
export const housingPublishedKey = (runId: string, name: "run" | "stations" | "manifest"): string =>
  `published/housing/run=${runId}/${name}.json`;

const LONGEST_NAME = 80;

/** A file's name in the characters that object keys share with all file systems. */
const safeName = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(-LONGEST_NAME) || "file";
