import { InvalidInput } from "../../functions/errors.ts";
import { readBlock } from "./blocks.ts";

/** The name of the README's block of key figures. */
export const KEY_FIGURES = "key-figures";

/** First cells of the rows that key figures are read from; the tables are written with the same texts. */
export const ROWS = {
  scoring: "times as fast",
  planted: "CityPulse: log-odds against the rest of the city",
  counted: "plain counting, as the original",
  pipeline: "The original pipeline takes",
} as const;

/**
 * The README's three figures as a Markdown list, read from the tables of docs/benchmarks.md. Throws InvalidInput if a
 * block or a row is missing.
 */
export function keyFigures(benchmarks: string, file: string): string {
  const cell = (block: string, row: string): string => cellOf(readBlock(benchmarks, block, file), row, file);
  return [
    `- **${cell("sentiment", ROWS.scoring)} times as fast** as Python's vaderSentiment on one core, with the same scores to ` +
      "the last digit.",
    `- **${cell("topics", ROWS.planted)} precision** in finding topics that were planted in made-up posts; counting words reaches ` +
      `${cell("topics", ROWS.counted)}.`,
    `- **${cell("pipeline", ROWS.pipeline).replace(/ times as long$/, "")} times as fast** as the original PySpark pipeline, ` +
      "from a million raw posts to loaded tables.",
  ].join("\n");
}

/** The second cell of the row that begins with this cell. */
function cellOf(block: string, row: string, file: string): string {
  const cells = block
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .find(([, first]) => first === row);
  const value = cells?.[2];
  if (value !== undefined && value !== "") return value;
  throw new InvalidInput(`${file} has no row "${row}".`, {
    hint: "Run npm run bench -- --write, which writes the tables that the README's figures are read from.",
  });
}
