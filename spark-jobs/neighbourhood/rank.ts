import { z } from "zod";
import { wordTexts } from "../../analysis/topics/echoes.ts";
import { rankCity } from "../../analysis/topics/rank-city.ts";
import { rankCommonest } from "../../analysis/topics/rank-commonest.ts";
import { rankStation } from "../../analysis/topics/rank-station.ts";
import type { RankedTerm } from "../../analysis/topics/ranked-term.ts";
import type { TopicMethod } from "../../analysis/topics/topic-row.ts";
import { parseRow, type RowJob } from "../pipe-rows.ts";
import { encodeRow } from "../rows.ts";

const Count = z.number().int().nonnegative();

const PlaceCounts = z.object({
  /** Null for the city. */
  station: z.string().nullable(),
  texts: z.object({ here: Count, everywhere: Count }),
  /** Words and phrases, by distinct texts. */
  terms: z.array(z.object({ term: z.string(), texts: Count, everywhere: Count })),
  /** Words, by posts. */
  words: z.array(z.object({ term: z.string(), texts: Count })),
});

/**
 * What is counted of a place becomes two rows, the lists of terms that may be its topics: `list` with station, method,
 * and as JSON terms (`{term, texts, score}`, the best first) and words (`{word, texts}`, the parts of the phrases among
 * them).
 */
export const rankJob = (): RowJob =>
  function* (row) {
    const { station, texts, terms, words } = parseRow(PlaceCounts, row);
    yield listRow(
      station,
      "distinctive",
      station === null ? rankCity({ terms }) : rankStation({ station, texts, terms }),
      terms,
    );
    yield listRow(station, "count", rankCommonest(words), words);
  };

function listRow(
  station: string | null,
  method: TopicMethod,
  ranked: readonly RankedTerm[],
  terms: readonly { readonly term: string; readonly texts: number }[],
): string {
  const words = Array.from(wordTexts(ranked, terms), ([word, texts]) => ({ word, texts }));
  return encodeRow([...["list", null, null], station, method, JSON.stringify(ranked), JSON.stringify(words)]);
}
