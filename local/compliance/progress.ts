import { z } from "zod";
import type { ProgressWords } from "../pipeline.ts";
import { number } from "../terminal/format.ts";

const StateCounts = z.object({
  list: z.object({ ids: z.number() }).optional(),
  removal: z.object({ removed: z.number(), runs: z.number() }).optional(),
});

const Waiting = z.object({ job: z.object({ resumeAt: z.string() }) });

/** The progress of a check in words: the posts that X is asked about, and those that go. */
export const complianceProgress: ProgressWords = {
  countsOf(state, data) {
    const { list, removal } = StateCounts.safeParse(data).data ?? {};
    if (state === "ListPosts" && list !== undefined) return `${number(list.ids)} posts`;
    if (state === "PrepareRemoval" && removal !== undefined)
      return `${number(removal.removed)} posts go, ${number(removal.runs)} runs change`;
    return "";
  },
  waitNote(data) {
    const waiting = Waiting.safeParse(data);
    return waiting.success ? `waiting for X's answer; asks again at ${waiting.data.job.resumeAt}` : "waiting";
  },
};
