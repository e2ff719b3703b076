import { styleText } from "node:util";
import type { PricedRow } from "../../infra/settings/cost/cost-row.ts";
import type { MonthlyCost } from "../../infra/settings/cost/monthly-cost.ts";
import type { WhatIf } from "../../infra/settings/cost/what-if.ts";
import { number } from "../terminal/rate.ts";
import { type Cell, formatTable } from "../terminal/table.ts";

/** What `citypulse cost --json` prints. */
export interface CostReport extends MonthlyCost {
  readonly stack: string;
  /** Null where the stack's file names none. */
  readonly region: string | null;
  /** Where and when the prices were those. */
  readonly prices: { readonly region: string; readonly asOf: string };
  /** Posts a run. */
  readonly posts: number;
  readonly whatIf: readonly WhatIf[];
  readonly notes: readonly string[];
}

const COLUMNS = ["Part", "From", "Quantity", "", "Unit price", "$ a run", "$ a month"];

/** The table for people: each row with what it follows from, the sums, what changes would cost, and what to know. */
export function formatCost(report: CostReport): string {
  const { rows, posts, runsPerMonth, engine, prices, x, awsDollars } = report;
  const monthly = rows.filter(({ per }) => per === "month");
  const ofRuns = rows.filter(({ per }) => per === "run");
  const runs = `${shortNumber(runsPerMonth)} runs of ${number(posts)} posts, engine ${engine}`;
  const perRun = sumOf(ofRuns, ({ dollarsPerRun }) => dollarsPerRun);
  const table = formatTable(COLUMNS, [
    ...cellsOf(monthly),
    sumRow("", "together, whatever the runs", "", monthlySum(monthly)),
    [],
    ...cellsOf(ofRuns),
    sumRow("", runs, money(perRun), monthlySum(ofRuns)),
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
      `List prices of ${prices.region}, ${prices.asOf} (functions/prices.json), before tax; no free tier is counted.`,
    ),
    styleText("dim", "Quantities are reckoned: docs/cost.md says from what, and what is left out."),
    ...report.notes.map((note) => `${styleText("bold", "Note")}  ${note}`),
    "",
  ].join("\n");
}

/** A part is named at its first row. */
const cellsOf = (rows: readonly PricedRow[]): Cell[][] =>
  rows.map(({ part, item, quantity, unit, unitDollars, dollarsPerRun, dollarsPerMonth, per }, index) => [
    rows[index - 1]?.part === part ? "" : part,
    item,
    shortNumber(quantity),
    unit,
    unitDollars === null ? "no price" : price(unitDollars),
    per === "month" ? "" : money(dollarsPerRun),
    money(dollarsPerMonth),
  ]);

const sumRow = (part: string, of: string, perRun: Cell, dollars: number): Cell[] => [
  part,
  of,
  "",
  "",
  "",
  perRun,
  money(dollars),
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
      money(awsDollars),
      signed(differenceDollars),
      money(xDollars),
    ]),
  );

/** A cell that stands to the right, with both digits. */
function money(dollars: number | null): Cell {
  if (dollars === null) return "no price";
  return dollars > 0 && dollars < 0.005 ? "<0.01" : JSON.rawJSON(dollars.toFixed(2));
}

const WIDEST_DIFFERENCE = "Difference".length;
const signed = (dollars: number): string =>
  `${dollars < 0 ? "−" : "+"}${Math.abs(dollars).toFixed(2)}`.padStart(WIDEST_DIFFERENCE);

/** All of its digits, and no exponent. */
const price = (dollars: number): string =>
  `$${Number(dollars.toPrecision(6))
    .toFixed(10)
    .replace(/\.?0+$/, "")}`;

/** Three digits where it is no whole number: more would say that it is exact. */
const shortNumber = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(3));
