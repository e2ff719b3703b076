import { z } from "zod";
import type { ProgressWords } from "../pipeline.ts";
import { number, plural } from "../terminal/format.ts";

const StateCounts = z.object({
  extract: z.object({ records: z.number(), pages: z.number() }).optional(),
  analysis: z
    .object({ counts: z.object({ accepted: z.number(), rejected: z.number() }).nullable() })
    .optional(),
  load: z.object({ accepted: z.number() }).optional(),
});

const Waiting = z.object({ extract: z.object({ resumeAt: z.string() }) });

/** The progress of the neighbourhood in words: records, posts, and the limit of a source. */
export const neighbourhoodProgress: ProgressWords = {
  countsOf(state, data) {
    const { extract, analysis, load } = StateCounts.safeParse(data).data ?? {};
    if (state === "ExtractPosts" && extract !== undefined)
      return `${number(extract.records)} records in ${plural(extract.pages, "file")}`;
    if (["Analyse", "ListResults"].includes(state) && analysis?.counts != null)
      return `${number(analysis.counts.accepted)} posts, ${number(analysis.counts.rejected)} rejected`;
    if (state === "LoadResults" && load !== undefined) return `${number(load.accepted)} posts`;
    return "";
  },
  waitNote(data) {
    const waiting = Waiting.safeParse(data);
    return waiting.success
      ? `waiting for the source's rate limit until ${waiting.data.extract.resumeAt}`
      : "waiting";
  },
};
