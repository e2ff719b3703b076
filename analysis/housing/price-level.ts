/** An index of prices: by it a price of one month is carried to the level of another. */
export interface PriceIndex {
  /** The last month of the index, `YYYY-MM`: prices are carried to its level. */
  readonly target: string;
  /** By month: what a price of that month is multiplied with. */
  readonly factors: ReadonlyMap<string, number>;
}

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])(?:-\d\d)?$/;
const HINT = "Give a CSV with the columns month and index, such as 2026-07,152.3.";

/**
 * Parses an index as CSV: a header with `month` or `date` and `index`, among other columns, then a row for each month
 * (`2026-07` or `2026-07-01`). Throws RangeError with what is wrong and where.
 */
export function parsePriceIndex(csv: string): PriceIndex {
  const [header = "", ...rows] = csv.replace(/^\uFEFF/, "").split(/\r?\n/);
  const names = header.split(",").map((name) => unquoted(name).toLowerCase());
  const monthColumn = names.findIndex((name) => name === "month" || name === "date");
  const indexColumn = names.indexOf("index");
  if (monthColumn === -1 || indexColumn === -1)
    throw new RangeError(`its first line is "${header.slice(0, 80)}". ${HINT}`);
  const values = new Map<string, number>();
  for (const [number, row] of rows.entries()) {
    if (row.trim() === "") continue;
    const where = `line ${number + 2}`;
    const fields = row.split(",").map(unquoted);
    const month = MONTH.exec(fields[monthColumn] ?? "");
    if (month === null) throw new RangeError(`${where} has no month: "${row.slice(0, 80)}". ${HINT}`);
    const value = Number(fields[indexColumn] || Number.NaN);
    if (!(value > 0) || !Number.isFinite(value))
      throw new RangeError(`${where} has no index above 0: "${row.slice(0, 80)}". ${HINT}`);
    const key = `${month[1]}-${month[2]}`;
    if (values.has(key))
      throw new RangeError(`${where} has the month ${key} a second time. Keep the rows of one region.`);
    values.set(key, value);
  }
  const target = [...values.keys()].sort().at(-1);
  if (target === undefined) throw new RangeError(`it has no month. ${HINT}`);
  const level = values.get(target) ?? Number.NaN;
  return { target, factors: new Map([...values].map(([month, value]) => [month, level / value])) };
}

const unquoted = (field: string): string => field.trim().replace(/^"(.*)"$/, "$1");
