import { styleText } from "node:util";
import Table from "cli-table3";

/** The value of a cell. Numbers, and values that JSON writes as numbers, are aligned to the right. */
export type Cell = unknown;

const LONGEST_CELL = 60;
const NO_LINES = Object.fromEntries(
  [
    ...["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((part) => [part, ""]),
);

/** Rows below the names of their columns, without lines. A long text is cut, so that each row is one line. */
export function formatTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (columns.length === 0) return "";
  const table = new Table({
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2 },
    head: columns.map((column) => styleText("bold", column)),
    colAligns: columns.map((_, index) => (rows.some((row) => isNumber(row[index])) ? "right" : "left")),
  });
  for (const row of rows) table.push(row.map(toText));
  return `${table.toString().replaceAll(/ +$/gm, "")}\n`;
}

const isNumber = (cell: Cell): boolean => typeof cell === "number" || JSON.isRawJSON(cell);

function toText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = typeof cell === "string" ? cell : JSON.stringify(cell);
  const line = text.replaceAll(/\s+/g, " ");
  const letters = [...line];
  return letters.length <= LONGEST_CELL ? line : `${letters.slice(0, LONGEST_CELL - 1).join("")}…`;
}
