import { pricesOf, type StationPrices } from "../../analysis/housing/prices.ts";
import { type PriceWindow, priceWindow } from "../../analysis/housing/window.ts";
import { InvalidInput } from "../errors.ts";
import type { Queries, Transaction } from "../ports.ts";
import { HOUSING } from "./constants.ts";
import type { PlacedManifest } from "./placed-manifest.ts";

/** Which homes: all of them, those of a type as the Land Registry codes it, or those that were new or old. */
export type Segment = "all" | "D" | "S" | "T" | "F" | "new" | "old";

/** The figures of one kind of homes around a station. */
export interface SegmentPrices extends StationPrices {
  /** The months of the window. */
  readonly months: number;
}

export interface FigureSettings {
  /** The last complete month, `YYYY-MM`. */
  readonly lastMonth: string;
  /** The length of the usual window in months. */
  readonly months: number;
  readonly priceLevel: PlacedManifest["priceLevel"];
}

/** The prices of one kind of homes in a window and in the one before it, each ascending. */
interface PriceLists {
  readonly station: string | null;
  readonly segment: Segment;
  readonly now: readonly number[] | null;
  readonly before: readonly number[] | null;
  readonly flats: number;
}

/**
 * Derives the figures of a run from the current sales and stores them: for each station from the sales in its circle, and
 * for the city (station null) from every sale once. A station with few sales in the usual window gets the longer one.
 */
export async function storeStationPrices(
  transaction: Transaction,
  runId: string,
  { lastMonth, months, priceLevel }: FigureSettings,
): Promise<PriceWindow> {
  const window = priceWindow(lastMonth, months);
  const usual = await readPrices(transaction, window, priceLevel, null);
  const few = usual
    .filter(({ segment, now }) => segment === "all" && (now?.length ?? 0) < HOUSING.fewSales)
    .map(({ station }) => station);
  const longMonths = Math.max(months, HOUSING.longMonths);
  // A station without a sale in the usual window is in none of its rows.
  const known = new Set(usual.filter(({ segment }) => segment === "all").map(({ station }) => station));
  const long = await readPrices(transaction, priceWindow(lastMonth, longMonths), priceLevel, {
    few,
    known: [...known],
  });
  const isLong = new Set(long.map(({ station }) => station));
  const rows = [
    ...usual.filter(({ station }) => !isLong.has(station)).map((lists) => rowOf(runId, months, lists)),
    ...long.map((lists) => rowOf(runId, longMonths, lists)),
  ];
  await transaction.query("delete from schema_housing.station_prices where run_id = $1", [runId]);
  await transaction.copy("schema_housing.station_prices", ["run_id", ...COLUMNS], rows);
  return window;
}

const COLUMNS = [
  "station",
  "segment",
  "months",
  "n",
  "median",
  "median_low",
  "median_high",
  "q1",
  "q3",
  "mean",
  "p10",
  "flat_share",
  "change",
  "change_low",
  "change_high",
];

function rowOf(runId: string, months: number, { station, segment, now, before, flats }: PriceLists) {
  const prices = pricesOf({
    now: now ?? [],
    before: before ?? [],
    flats,
    minSales: HOUSING.minSales,
  });
  const { n, median, q1, q3, mean, p10, flatShare, change } = prices;
  return [
    runId,
    station,
    segment,
    months,
    n,
    median?.value ?? null,
    median?.low ?? null,
    median?.high ?? null,
    q1,
    q3,
    mean,
    p10,
    flatShare,
    change?.value ?? null,
    change?.low ?? null,
    change?.high ?? null,
  ];
}

/** Which stations are read: those with few sales, and those that are not known. Null: all. */
type Wanted = { readonly few: readonly (string | null)[]; readonly known: readonly (string | null)[] } | null;

/** The prices of a window, of each station and kind of homes. At another month's price level if there is an index. */
async function readPrices(
  database: Queries,
  window: PriceWindow,
  priceLevel: PlacedManifest["priceLevel"],
  wanted: Wanted,
): Promise<PriceLists[]> {
  if (priceLevel !== null) await refuseMissingMonths(database, window, priceLevel.factors);
  const factors = Object.entries(priceLevel?.factors ?? {});
  const rows = await database.query<Omit<PriceLists, "flats"> & { readonly flats: string }>(
    `with factors as (
       select month, factor from unnest($4::text[], $5::double precision[]) as f(month, factor)
     ),
     located as (
       select circle as station, property_type, is_new, price, date from schema_housing.station_sales
       union all
       select null, property_type, is_new, price, date from schema_housing.sales
     ),
     chosen as (
       select l.station, l.property_type, l.is_new, l.date >= $2 as is_now,
              case when f.factor is null then l.price else round((l.price * f.factor)::numeric)::integer end as price
       from located l left join factors f on f.month = to_char(l.date, 'YYYY-MM')
       where l.date between $1 and $3
         and ($6::text[] is null or coalesce(l.station, '') = any($6) or coalesce(l.station, '') <> all($7))
     )
     select station, segment,
            array_agg(price order by price) filter (where is_now) as now,
            array_agg(price order by price) filter (where not is_now) as before,
            count(*) filter (where is_now and property_type = 'F') as flats
     from chosen
     cross join lateral unnest(array['all', property_type, case when is_new then 'new' else 'old' end]) as segment
     group by station, segment order by station nulls first, segment`,
    [
      window.before.from,
      window.from,
      window.to,
      factors.map(([month]) => month),
      factors.map(([, factor]) => factor),
      wanted?.few.map(nameOf) ?? null,
      wanted?.known.map(nameOf) ?? null,
    ],
  );
  return rows.map((row) => ({ ...row, flats: Number(row.flats) }));
}

/** The city has no name, and no station has an empty one. */
const nameOf = (station: string | null): string => station ?? "";

async function refuseMissingMonths(
  database: Queries,
  { before, to }: PriceWindow,
  factors: Readonly<Record<string, number>>,
): Promise<void> {
  const months = await database.query<{ month: string }>(
    `select distinct to_char(date, 'YYYY-MM') as month from schema_housing.sales
     where date between $1 and $2 order by month`,
    [before.from, to],
  );
  const missing = months.map(({ month }) => month).filter((month) => factors[month] === undefined);
  if (missing.length > 0)
    throw new InvalidInput(
      `The index has no value for ${missing.slice(0, 3).join(", ")}${missing.length > 3 ? ` and ${missing.length - 3} more months` : ""}, in which homes were sold.`,
      { hint: "Give an index that covers every month of the sales, or omit it." },
    );
}
