/** Stands for NULL in a column or a cell. */
export const NULL = "\\N";

/**
 * A text as a column or a cell: what would end a row, a column or a cell, and backslashes, are written as `\t`, `\n`,
 * `\r`, `\1` and `\b`. Put back one kind after the other, the backslash last, they are what they were.
 */
export const escapeText = (text: string): string =>
  UNSAFE.test(text) ? text.replace(EVERY_UNSAFE, escapeOf) : text;

/** The same, where there may be none. */
export const escapeOptional = (text: string | null): string => (text === null ? NULL : escapeText(text));

/** Ends each cell of a packed column. */
export const CELL_END = "\u0001";

const UNSAFE = new RegExp(`[\\\\\\t\\n\\r${CELL_END}]`);
const EVERY_UNSAFE = new RegExp(UNSAFE, "g");

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  [CELL_END]: "\\1",
};
const escapeOf = (character: string): string => ESCAPES[character] ?? character;
