import { z } from "zod";
import type { ProgressWords } from "../pipeline.ts";
import { plural } from "../terminal/format.ts";

const StateCounts = z.object({
  list: z.object({ ids: z.number() }).optional(),
  removal: z.object({ removed: z.number(), runs: z.number() }).optional(),
});

const Resumed = z.object({ resumeAt: z.string() }).optional().catch(undefined);
const Waiting = z.object({ job: Resumed, removal: Resumed });

/** The progress of a check in words: the posts that X is asked about, and those that go. */
export const complianceProgress: ProgressWords = {
  countsOf(state, data) {
    const { list, removal } = StateCounts.safeParse(data).data ?? {};
    if (state === "ListPosts" && list !== undefined) return plural(list.ids, "post");
    if (state === "PrepareRemoval" && removal !== undefined)
      return `${plural(removal.removed, "post")} to remove, ${plural(removal.runs, "run")} to change`;
    return "";
  },
  waitNote(data) {
    const { job, removal } = Waiting.safeParse(data).data ?? {};
    if (removal !== undefined) return `waiting for the end of a run; looks again at ${removal.resumeAt}`;
    return job === undefined ? "waiting" : `waiting for X's answer; asks again at ${job.resumeAt}`;
  },
};
