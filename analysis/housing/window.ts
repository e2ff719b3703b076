/** Months of sales. A day is `YYYY-MM-DD`, a month `YYYY-MM`. */

export interface Period {
  /** The first day. */
  readonly from: string;
  /** The last day. */
  readonly to: string;
}

/** The months that figures are made from. */
export interface PriceWindow extends Period {
  /** The first day of the last two months: their sales are registered late, so many are still missing. */
  readonly provisionalFrom: string;
  /** As many months directly before, which the change is measured from. */
  readonly before: Period;
}

/** Registration takes weeks, so the two newest months lack many sales. */
const PROVISIONAL_MONTHS = 2;

/** The window of so many months that ends with `lastMonth`. */
export function priceWindow(lastMonth: string, months: number): PriceWindow {
  const last = numberOf(lastMonth);
  return {
    from: firstDay(last - months + 1),
    to: lastDay(last),
    provisionalFrom: firstDay(last - Math.min(PROVISIONAL_MONTHS, months) + 1),
    before: { from: firstDay(last - 2 * months + 1), to: lastDay(last - months) },
  };
}

/** The last month that the data covers: that of its latest day if this is in the month's last week, else the one before. */
export function dataMonth(latestDate: string): string {
  const month = numberOf(latestDate.slice(0, 7));
  const isComplete = Number(latestDate.slice(8, 10)) > Number(lastDay(month).slice(8, 10)) - 7;
  return textOf(isComplete ? month : month - 1);
}

/**
 * The months that no file of changes has: between the newest snapshot (its last day, or null) and the newest month with
 * changes. Without a snapshot, between the oldest and the newest month.
 */
export function missingMonths(snapshot: string | null, months: readonly string[]): string[] {
  const known = new Set(months);
  const sorted = [...known].sort();
  const newest = sorted.at(-1);
  const oldest = sorted[0];
  if (newest === undefined || oldest === undefined) return [];
  const first = numberOf(snapshot === null ? oldest : dataMonth(snapshot)) + 1;
  const missing: string[] = [];
  for (let month = first; month < numberOf(newest); month++)
    if (!known.has(textOf(month))) missing.push(textOf(month));
  return missing;
}

/** Months since the year 0. */
const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

const textOf = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;

const firstDay = (month: number): string => `${textOf(month)}-01`;

const lastDay = (month: number): string =>
  new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10);
