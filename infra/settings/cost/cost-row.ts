/** One line of the table: so many units, at so many dollars each. */
export interface CostRow {
  readonly part: string;
  /** The resource, or what is done with it. */
  readonly item: string;
  /** Whether the quantity is that of a month, or that of one run. */
  readonly per: "month" | "run";
  readonly quantity: number;
  readonly unit: string;
  /** US dollars for a unit; null where functions/prices.json has no price. */
  readonly unitDollars: number | null;
}

/** Makes the rows of one part of the table. */
export const rowsOf =
  (part: string, per: "month" | "run") =>
  (item: string, quantity: number, unit: string, unitDollars: number | null): CostRow => ({
    part,
    item,
    per,
    quantity,
    unit,
    unitDollars,
  });

/** A row with what it comes to, in US dollars; null where it has no price. */
export interface PricedRow extends CostRow {
  /** Null too where the run does not change it. */
  readonly dollarsPerRun: number | null;
  readonly dollarsPerMonth: number | null;
}

/** What a row comes to with so many runs a month. */
export function priced(row: CostRow, runsPerMonth: number): PricedRow {
  const { per, quantity, unitDollars } = row;
  const dollars = unitDollars === null ? null : quantity * unitDollars;
  if (per === "month") return { ...row, dollarsPerRun: null, dollarsPerMonth: dollars };
  return {
    ...row,
    dollarsPerRun: dollars,
    dollarsPerMonth: dollars === null ? null : dollars * runsPerMonth,
  };
}
