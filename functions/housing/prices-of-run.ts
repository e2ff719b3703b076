import type { Estimate, StationPrices } from "../../analysis/housing/prices.ts";
import { AnalysisFailed } from "../errors.ts";
import type { Queries } from "../ports.ts";
import { type Attribution, attributionsOf } from "./attributions.ts";
import type { SaleCounts } from "./placed-manifest.ts";
import type { Segment } from "./station-prices.ts";

/** The figures of one kind of homes: docs/prices.md explains them. */
export type PriceFigures = Omit<StationPrices, "flatShare">;

/** The figures of a station, or of the city. */
export interface PlacePrices extends PriceFigures {
  /** The length of the window in months. */
  readonly months: number;
  readonly flatShare: number | null;
  readonly byType: Readonly<Record<"detached" | "semiDetached" | "terraced" | "flat", PriceFigures>>;
  readonly byAge: Readonly<Record<"new" | "old", PriceFigures>>;
}

/** A run as it is published. */
export interface HousingRun {
  readonly runId: string;
  readonly scheduledTime: string;
  readonly codeVersion: string;
  /** The names of the files that were read. */
  readonly source: string;
  /** True if the sales are invented: nobody may quote them. */
  readonly synthetic: boolean;
  readonly sales: SaleCounts;
  /** The share of sales of homes at a market price that have no location: from 0 to 1, 4 decimals. */
  readonly unlocatedShare: number;
  readonly listings: number;
  readonly window: { readonly from: string; readonly to: string; readonly provisionalFrom: string } | null;
  /** The month whose price level the figures have; null for prices as they were paid. */
  readonly priceLevel: string | null;
  readonly notes: readonly string[];
  readonly attributions: readonly Attribution[];
  readonly city: PlacePrices;
}

/** No sale at all. */
const NOTHING: PriceFigures = {
  n: 0,
  median: null,
  q1: null,
  q3: null,
  mean: null,
  p10: null,
  change: null,
};

export const NO_PRICES: PlacePrices = {
  ...NOTHING,
  months: 0,
  flatShare: null,
  byType: { detached: NOTHING, semiDetached: NOTHING, terraced: NOTHING, flat: NOTHING },
  byAge: { new: NOTHING, old: NOTHING },
};

/** Everything that a loaded run shows. */
export async function readHousingRun(
  database: Queries,
  runId: string,
): Promise<{ readonly run: HousingRun; readonly stations: ReadonlyMap<string, PlacePrices> }> {
  const places = await readPlaces(database, runId);
  const run = await readRun(database, runId);
  const stations = new Map<string, PlacePrices>();
  for (const [station, prices] of places) if (station !== null) stations.set(station, prices);
  return { run: { ...run, city: places.get(null) ?? NO_PRICES }, stations };
}

interface RunRow {
  readonly scheduled_time: Date;
  readonly code_version: string;
  readonly source: string;
  readonly synthetic: boolean;
  readonly read: string;
  readonly kept: string;
  readonly replaced: string;
  readonly deleted: string;
  readonly rejected: string;
  readonly excluded_by: SaleCounts["excluded"];
  readonly listings: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly provisional_from: string | null;
  readonly price_level: string | null;
  readonly postcodes: string | null;
  readonly notes: readonly string[];
}

async function readRun(database: Queries, runId: string): Promise<Omit<HousingRun, "city">> {
  const [row] = await database.query<RunRow>(
    `select r.scheduled_time, r.code_version, h.source, h.synthetic, h.sales_read as read, h.kept, h.replaced,
            h.deleted, h.rejected, h.excluded_by, h.listings, h.window_from::text as from, h.window_to::text as to,
            h.provisional_from::text, h.price_level, h.postcodes, h.notes
     from citypulse.housing_runs h join citypulse.runs r using (pipeline, run_id) where run_id = $1`,
    [runId],
  );
  if (row === undefined)
    throw new AnalysisFailed(`Run ${runId} is not loaded, so there is nothing to publish.`);
  const { from, to, provisional_from: provisionalFrom } = row;
  const sales: SaleCounts = {
    read: Number(row.read),
    kept: Number(row.kept),
    replaced: Number(row.replaced),
    deleted: Number(row.deleted),
    excluded: row.excluded_by,
    rejected: Number(row.rejected),
  };
  return {
    runId,
    scheduledTime: row.scheduled_time.toISOString(),
    codeVersion: row.code_version,
    source: row.source,
    synthetic: row.synthetic,
    sales,
    unlocatedShare: unlocatedShare(sales),
    listings: Number(row.listings),
    window: from === null || to === null || provisionalFrom === null ? null : { from, to, provisionalFrom },
    priceLevel: row.price_level,
    notes: row.notes,
    attributions: attributionsOf({ ...row, year: row.scheduled_time.getUTCFullYear() }),
  };
}

function unlocatedShare({ kept, replaced, excluded }: SaleCounts): number {
  const without = excluded.noPostcode + excluded.unknownPostcode + excluded.noPoint;
  const all = kept + replaced + excluded.outside + without;
  return all === 0 ? 0 : Math.round((without / all) * 10_000) / 10_000;
}

interface FigureRow {
  readonly station: string | null;
  readonly segment: Segment;
  readonly months: number;
  readonly n: number;
  readonly median: number | null;
  readonly median_low: number | null;
  readonly median_high: number | null;
  readonly q1: number | null;
  readonly q3: number | null;
  readonly mean: number | null;
  readonly p10: number | null;
  readonly flat_share: number | null;
  readonly change: number | null;
  readonly change_low: number | null;
  readonly change_high: number | null;
}

async function readPlaces(database: Queries, runId: string): Promise<Map<string | null, PlacePrices>> {
  const rows = await database.query<FigureRow>(
    "select * from schema_housing.station_prices where run_id = $1 order by station nulls first, segment",
    [runId],
  );
  const places = new Map<string | null, Map<Segment, FigureRow>>();
  for (const row of rows) {
    const segments = places.get(row.station) ?? new Map<Segment, FigureRow>();
    places.set(row.station, segments.set(row.segment, row));
  }
  return new Map([...places].map(([station, segments]) => [station, placeOf(segments)]));
}

function placeOf(segments: ReadonlyMap<Segment, FigureRow>): PlacePrices {
  const all = segments.get("all");
  const figures = (segment: Segment): PriceFigures => {
    const row = segments.get(segment);
    return row === undefined ? NOTHING : figuresOf(row);
  };
  return {
    ...figures("all"),
    months: all?.months ?? 0,
    flatShare: all?.flat_share ?? null,
    byType: {
      detached: figures("D"),
      semiDetached: figures("S"),
      terraced: figures("T"),
      flat: figures("F"),
    },
    byAge: { new: figures("new"), old: figures("old") },
  };
}

const figuresOf = (row: FigureRow): PriceFigures => ({
  n: row.n,
  median: estimate(row.median, row.median_low, row.median_high),
  q1: row.q1,
  q3: row.q3,
  mean: row.mean,
  p10: row.p10,
  change: estimate(row.change, row.change_low, row.change_high),
});

const estimate = (value: number | null, low: number | null, high: number | null): Estimate | null =>
  value === null || low === null || high === null ? null : { value, low, high };
