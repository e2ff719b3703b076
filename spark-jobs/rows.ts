/** What a column of a row holds; ids of 64 bits come as their digits. */
export type Cell = string | number | null;

const NULL = "\\N";

/**
 * A row as Spark's TRANSFORM reads it, and PostgreSQL's COPY writes it: columns with a tab between them, NULL as
 * `\N`, and `\\`, `\t`, `\n`, `\r` in the place of a backslash and of what would end a column or a row. It takes
 * Spark a fraction of the time of a row of JSON.
 */
export const encodeRow = (cells: readonly Cell[]): string => cells.map(encodeCell).join("\t");

const encodeCell = (cell: Cell): string => {
  if (cell === null) return NULL;
  if (typeof cell === "number") return String(cell);
  return UNSAFE.test(cell) ? cell.replace(EVERY_UNSAFE, escapeOf) : cell;
};

const UNSAFE = /[\\\t\n\r]/;
const EVERY_UNSAFE = /[\\\t\n\r]/g;

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escapeOf = (character: string): string => ESCAPES[character] ?? character;
