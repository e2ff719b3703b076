import { z } from "zod";
import { chooseTopics } from "../../analysis/topics/choose-topics.ts";
import { parseRow, type RowJob } from "../pipe-rows.ts";
import { encodeRow } from "../rows.ts";

const Count = z.number().int().nonnegative();

const DescribedList = z.object({
  station: z.string().nullable(),
  method: z.enum(["distinctive", "count"]),
  /** The best first. */
  terms: z.array(
    z.object({
      term: z.string(),
      texts: Count,
      score: z.number(),
      shown: z.string(),
      authors: Count,
      has_unknown_author: z.boolean(),
      example_post_id: z.string(),
    }),
  ),
  words: z.array(z.object({ word: z.string(), texts: Count })),
});

/** A list of terms, each with what people see of it, becomes a row `topic` for each topic among them. */
export const chooseJob = (): RowJob =>
  function* (row) {
    const { station, method, terms, words } = parseRow(DescribedList, row);
    const topics = chooseTopics({
      station,
      method,
      terms: terms.map(({ shown, authors, has_unknown_author, example_post_id, ...ranked }) => ({
        ...ranked,
        shown: {
          term: shown,
          authors: authors === 0 ? null : authors,
          onePerson: authors === 1 && !has_unknown_author,
          examplePostId: example_post_id,
        },
      })),
      wordTexts: new Map(words.map(({ word, texts }) => [word, texts])),
    });
    for (const { rank, term, posts, authors, score, examplePostId } of topics)
      yield encodeRow([
        ...["topic", null, null],
        station,
        method,
        rank,
        term,
        posts,
        authors,
        score,
        examplePostId,
      ]);
  };
