import { z } from "zod";
import { isPhrase } from "../../analysis/topics/npmi.ts";
import { parseRow, type RowJob } from "../pipe-rows.ts";
import { encodeRow } from "../rows.ts";

const Count = z.number().int().nonnegative();

const Pair = z.object({ pair: z.string(), texts: Count, first: Count, second: Count, together: Count });

/** Two words and in how many texts they are, alone and together, become the row `phrase` with the pair, or none. */
export const phrasesJob = (): RowJob =>
  function* (row) {
    const { pair, ...counts } = parseRow(Pair, row);
    if (isPhrase(counts)) yield encodeRow(["phrase", null, null, pair]);
  };
