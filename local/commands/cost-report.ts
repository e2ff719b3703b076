import { styleText } from "node:util";
import type { stackCost } from "../../infra/pipelines.ts";
import type { PricedRow } from "../../infra/settings/cost/cost-row.ts";
import type { WhatIf } from "../../infra/settings/cost/what-if.ts";
import { moneyCell, number, signed, unitPrice } from "../terminal/format.ts";
import { type Cell, formatTable } from "../terminal/table.ts";

/** What `citypulse cost --json` prints. */
export interface CostReport extends ReturnType<typeof stackCost> {
  readonly stack: string;
  /** Null if the stack's file names none. */
  readonly region: string | null;
  /** The region and the date of the prices. */
  readonly prices: { readonly region: string; readonly asOf: string };
  /** Posts a run. */
  readonly posts: number;
  readonly whatIf: readonly WhatIf[];
  readonly notes: readonly string[];
}

const COLUMNS = ["Part", "From", "Quantity", "", "Unit price", "$ a run", "$ a month"];

/** The table for people: each row with its quantity and price, the sums, what changes would cost, and notes. */
export function formatCost(report: CostReport): string {
  const { rows, posts, runsPerMonth, engine, prices, x, awsDollars } = report;
  const monthly = rows.filter(({ per }) => per === "month");
  const ofRuns = rows.filter(({ per }) => per === "run");
  const runs = `${shortNumber(runsPerMonth)} runs of ${number(posts)} posts, engine ${engine}`;
  const perRun = sumOf(ofRuns, ({ dollarsPerRun }) => dollarsPerRun);
  const table = formatTable(COLUMNS, [
    ...cellsOf(monthly),
    sumRow("", "subtotal, independent of the runs", "", monthlySum(monthly)),
    [],
    ...cellsOf(ofRuns),
    sumRow("", runs, moneyOrNone(perRun), monthlySum(ofRuns)),
    [],
    sumRow("AWS", "all of it", "", awsDollars),
    [],
    ...cellsOf([x]),
  ]);
  return [
    `Stack ${report.stack} in ${report.region ?? "a region that its file does not name"}`,
    "",
    table,
    changesTable(report.whatIf),
    styleText(
      "dim",
      `List prices of ${prices.region}, ${prices.asOf} (functions/prices.json), before tax and without free tiers.`,
    ),
    styleText(
      "dim",
      "Quantities are estimates: docs/cost.md explains their basis, and what is not included.",
    ),
    ...report.notes.map((note) => `${styleText("bold", "Note")}  ${note}`),
    "",
  ].join("\n");
}

/** A part is named in its first row only. */
const cellsOf = (rows: readonly PricedRow[]): Cell[][] =>
  rows.map(({ part, item, quantity, unit, unitDollars, dollarsPerRun, dollarsPerMonth, per }, index) => [
    rows[index - 1]?.part === part ? "" : part,
    item,
    shortNumber(quantity),
    unit,
    unitDollars === null ? "no price" : unitPrice(unitDollars),
    per === "month" ? "" : moneyOrNone(dollarsPerRun),
    moneyOrNone(dollarsPerMonth),
  ]);

const sumRow = (part: string, of: string, perRun: Cell, dollars: number): Cell[] => [
  part,
  of,
  "",
  "",
  "",
  perRun,
  moneyOrNone(dollars),
];

const sumOf = (rows: readonly PricedRow[], of: (row: PricedRow) => number | null): number =>
  rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);
const monthlySum = (rows: readonly PricedRow[]): number =>
  sumOf(rows, ({ dollarsPerMonth }) => dollarsPerMonth);

const changesTable = (changes: readonly WhatIf[]): string =>
  formatTable(
    ["Instead", "AWS, $ a month", "Difference", "X, $ a month"],
    changes.map(({ change, awsDollars, differenceDollars, xDollars }) => [
      change,
      moneyOrNone(awsDollars),
      signed(differenceDollars).padStart("Difference".length),
      moneyOrNone(xDollars),
    ]),
  );

const moneyOrNone = (dollars: number | null): Cell => (dollars === null ? "no price" : moneyCell(dollars));

/** Three digits unless it is a whole number: more would look exact. */
const shortNumber = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(3));
