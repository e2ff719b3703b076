import { z } from "zod";
import { ManifestFile, ManifestFiles } from "../runs/manifest.ts";

const Count = z.number().int().nonnegative();

/** Why a sale that can be used is not counted, in the order in which the reasons are tried. */
export const EXCLUSIONS = [
  "repeated",
  "category",
  "type",
  "noPostcode",
  "unknownPostcode",
  "noPoint",
  "outside",
] as const;
const Excluded = z.record(z.enum(EXCLUSIONS), Count);

/** What became of the rows of sales: `read = kept + replaced + deleted + the excluded + rejected`. */
export const SaleCounts = z.object({
  read: Count,
  /** Additions that are placed. */
  kept: Count,
  /** Changes that are placed: they replace what an earlier file said. */
  replaced: Count,
  /** Deletions, wherever the home is. */
  deleted: Count,
  excluded: Excluded,
  rejected: Count,
});
export type SaleCounts = z.infer<typeof SaleCounts>;

export const NO_SALES: SaleCounts = {
  read: 0,
  kept: 0,
  replaced: 0,
  deleted: 0,
  excluded: { repeated: 0, category: 0, type: 0, noPostcode: 0, unknownPostcode: 0, noPoint: 0, outside: 0 },
  rejected: 0,
};

/** The counts of several files together. */
export function addCounts(left: SaleCounts, right: SaleCounts): SaleCounts {
  const excluded = { ...left.excluded };
  for (const reason of EXCLUSIONS) excluded[reason] += right.excluded[reason];
  return {
    read: left.read + right.read,
    kept: left.kept + right.kept,
    replaced: left.replaced + right.replaced,
    deleted: left.deleted + right.deleted,
    excluded,
    rejected: left.rejected + right.rejected,
  };
}

export const totalExcluded = ({ excluded }: SaleCounts): number =>
  EXCLUSIONS.reduce((sum, reason) => sum + excluded[reason], 0);

/** A file of sales after its rows were placed. */
export const PlacedFile = z.object({
  name: z.string(),
  source: z.string(),
  sha256: z.string(),
  synthetic: z.boolean(),
  /** A complete file lists every sale, a year's file those of its year; others hold changes. */
  kind: z.enum(["complete", "year", "changes"]),
  year: z.number().int().nullable(),
  /** The day to which the file reaches, `YYYY-MM-DD`; null if it has no row that can be used. */
  edition: z.string().nullable(),
  counts: SaleCounts,
  parts: ManifestFiles,
  /** Of the placed rows: the same file with the same postcodes and stations has the same. */
  placedSha256: z.string(),
});
export type PlacedFile = z.infer<typeof PlacedFile>;

export const PlacedPostcodes = z.object({
  kind: z.enum(["onspd", "code-point-open"]),
  synthetic: z.boolean(),
  postcodes: Count,
  /** Postcodes in each area, such as SW. */
  areas: z.record(z.string(), Count),
  /** Postcodes that are listed without a grid reference. */
  withoutPoint: Count,
});

/** Why rows were rejected: how many for each reason, and where the first of them is. */
const Reason = z.object({ reason: z.string(), records: Count, file: z.string(), line: z.number().int() });

/** What PlaceSales leaves: the placed files with their rows and checksums. Written last; readers read what it lists. */
export const PlacedManifest = z.object({
  runId: z.string(),
  codeVersion: z.string(),
  /** Checksums of the manifest of the input files, and of the stations file. */
  madeFrom: z.object({ input: z.string(), stations: z.string() }),
  files: z.array(PlacedFile),
  postcodes: PlacedPostcodes.nullable(),
  listings: z.object({ read: Count, rejected: Count, file: ManifestFile }).nullable(),
  /** An index: the month whose price level figures get, and the factor of each month. */
  priceLevel: z.object({ target: z.string(), factors: z.record(z.string(), z.number()) }).nullable(),
  /** The commonest first. */
  reasons: z.array(Reason),
  quarantine: ManifestFiles,
  notes: z.array(z.string()),
});
export type PlacedManifest = z.infer<typeof PlacedManifest>;

/** All rows of sales of the run. */
export const countsOf = ({ files }: PlacedManifest): SaleCounts =>
  files.reduce((sum, { counts }) => addCounts(sum, counts), NO_SALES);
